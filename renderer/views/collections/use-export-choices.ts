import { useI18n } from "vue-i18n";
import type { Lookup } from "../../../main/domain/lookup.ts";
import type { SelectionInput } from "../../../preload/contract.ts";
import { useCatalog } from "../../stores/catalog.ts";
import { useFormats } from "../../use-formats.ts";
import type { ExportChoice } from "./export-choice.ts";
import type { ItemSelection } from "./item-selection.ts";
import { useFacetWords } from "./use-facet-words.ts";

/** What can be exported of what is seen, as the export dialog takes it. */
export function useExportChoices() {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const words = useFacetWords();
  const catalog = useCatalog();

  /** What is no more than one thing is told as that, so that its package is called after it. */
  function inputOf(
    lookup: Lookup,
    except: readonly number[] = [],
  ): SelectionInput {
    const { query, container, filters } = lookup;
    if (except.length > 0 || filters !== undefined)
      return { found: { lookup, except: [...except] } };
    if (container === undefined) return query === undefined ? {} : { query };
    const place = [...catalog.communities, ...catalog.collections].find(
      ({ id }) => id === container,
    );
    return query === undefined && place !== undefined
      ? { target: place.uuid }
      : { found: { lookup, except: [] } };
  }

  const placeOf = (lookup: Lookup): ExportChoice => {
    const { container } = lookup;
    const place = [...catalog.communities, ...catalog.collections].find(
      ({ id }) => id === container,
    );
    return place === undefined
      ? { label: t("collections.whole"), input: {} }
      : {
          label: place.name || t("collections.unnamed"),
          input: { target: place.uuid },
        };
  };

  return {
    /** The collection or community, and what is found in it, the latter first. */
    listed(lookup: Lookup): readonly ExportChoice[] {
      const { query, container, filters } = lookup;
      const here = placeOf(lookup);
      if (query === undefined && filters === undefined) return [here];
      return [
        {
          label:
            query !== undefined &&
            container === undefined &&
            filters === undefined
              ? t("export.search", { query })
              : t("export.found", {
                  search: words.found({ lookup, except: [] }),
                }),
          input: inputOf(lookup),
        },
        here,
      ];
    },

    /** The selected items of a list. @param count their number */
    selected: (
      selection: ItemSelection,
      lookup: Lookup,
      count: number,
    ): ExportChoice => ({
      label: t("selection.count", { n: formats.number(count) }, count),
      input:
        selection.kind === "some"
          ? { items: [...selection.ids].map(String) }
          : inputOf(lookup, [...selection.except]),
    }),

    /** A search that somebody has kept. */
    saved: (name: string, lookup: Lookup): ExportChoice => ({
      label: name,
      input: inputOf(lookup),
    }),

    basket: (): ExportChoice => ({
      label: t("basket.all"),
      input: { basket: true },
    }),
  };
}
