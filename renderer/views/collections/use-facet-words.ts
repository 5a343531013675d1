import { useI18n } from "vue-i18n";
import type {
  FacetFilter,
  FacetName,
} from "../../../main/domain/facet-filter.ts";
import type { LookedUp } from "../../../main/domain/lookup.ts";
import { useCatalog } from "../../stores/catalog.ts";
import { useFormats } from "../../use-formats.ts";

/** What is chosen and looked for, in words. */
export function useFacetWords() {
  const { t, locale } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const catalog = useCatalog();

  /** Codes of languages are told as people call them. */
  function value(facet: FacetName, text: string): string {
    if (
      facet !== "language" ||
      !/^[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?$/u.test(text)
    )
      return text;
    try {
      const name = new Intl.DisplayNames([locale.value], {
        type: "language",
      }).of(text.replace("_", "-"));
      return name === undefined || name === text ? text : `${name} (${text})`;
    } catch (error) {
      // It looks like a code of a language, and is none.
      if (error instanceof RangeError) return text;
      throw error;
    }
  }

  const filter = ({ facet, value: text }: FacetFilter): string =>
    t("facets.filter", {
      facet: t(`facets.names.${facet}`),
      value: value(facet, text),
    });

  /** A search in one line. */
  function found({ lookup, except }: LookedUp): string {
    const place = [...catalog.communities, ...catalog.collections].find(
      ({ id }) => id === lookup.container,
    );
    return [
      ...(lookup.query === undefined
        ? []
        : [t("facets.quoted", { query: lookup.query })]),
      ...(lookup.filters ?? []).map(filter),
      ...(lookup.container === undefined
        ? [t("collections.whole")]
        : [place?.name ?? t("collections.unnamed")]),
      ...(except.length === 0
        ? []
        : [
            t(
              "basket.except",
              { n: formats.number(except.length) },
              except.length,
            ),
          ]),
    ].join(" · ");
  }

  return { value, filter, found };
}
