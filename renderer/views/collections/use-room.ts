import { computed, ref, type Ref } from "vue";
import { useDisplay } from "vuetify";

/**
 * What of the collections has room beside the table; the rest is called when it is wanted.
 * @param item the one that is open; null for none
 */
export function useRoom(item: Readonly<Ref<number | null>>) {
  const { width } = useDisplay();
  const treeBeside = computed(() => width.value >= 860);
  const detailBeside = computed(() => width.value >= 1240);
  /** Pixels that are left for table and facets. */
  const room = computed(
    () =>
      width.value -
      96 -
      (treeBeside.value ? 300 : 0) -
      (item.value !== null && detailBeside.value ? 420 : 0),
  );
  const facetsBeside = computed(() => room.value >= 820);
  const treeCalled = ref(false);
  const facetsWanted = ref(width.value >= 1400);
  const facetsCalled = ref(false);

  return {
    treeBeside,
    treeCalled,
    detailBeside,
    facetsBeside,
    /** Where there is room for facets, whether they are shown. */
    facetsShown: computed(() => facetsBeside.value && facetsWanted.value),
    /** Where there is none, whether they have been called. */
    facetsCalled,
    callFacets(): void {
      if (facetsBeside.value) facetsWanted.value = !facetsWanted.value;
      else facetsCalled.value = true;
    },
  };
}
