import type { Migration } from "./migration.ts";
import { initial } from "./0001-initial.ts";

/** Every step, in order. A step that has been released is never changed. */
export const migrations: readonly Migration[] = [initial];
