import { shallowRef } from "vue";

/** The file that is being dragged to another place of its item; null while there is none. */
export const draggedFile = shallowRef<{
  readonly id: number;
  readonly item: number;
} | null>(null);
