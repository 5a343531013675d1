import type {
  BasketEntryView,
  Commands,
  SavedSearchView,
} from "../../preload/contract.ts";

/**
 * Stands in for what people find and keep for themselves. Needs nothing but its arguments, so that it runs in a page and
 * in Node alike.
 * @param options `many`: too many items for facets; `tail`: what makes names long
 */
export function createStubDesk(options: {
  readonly many: boolean;
  readonly tail: string;
}) {
  let last = 0;
  let entries: BasketEntryView[] = [];
  let searches: SavedSearchView[] = [];
  let columns: readonly string[] | null = null;
  const some = (...names: readonly string[]) =>
    options.many
      ? null
      : names.map((name, index) => ({ value: name, items: 40 - 3 * index }));

  const handlers: {
    [Name in keyof Commands]?: (
      input: Commands[Name]["input"],
    ) => Commands[Name]["output"];
  } = {
    "items.facets": () => [
      { facet: "type", values: some("Letter", "Drawing") },
      {
        facet: "year",
        values: some(
          ...Array.from({ length: 12 }, (_, index) => String(1874 + index)),
        ),
      },
      {
        facet: "author",
        values: some(
          `Conceição, João da${options.tail}`,
          "Ødegård, Åse",
          "Kermadec, Anaïs",
        ),
      },
      { facet: "format", values: options.many ? null : [] },
      { facet: "fileType", values: some("Adobe PDF", "Text") },
      { facet: "language", values: some("pt", "nb") },
    ],
    "basket.page": (input) => ({
      entries: entries
        .filter(({ id }) => id > (input.after ?? 0))
        .slice(0, input.limit),
      count: entries.length,
    }),
    "basket.add": (input) => {
      for (const object of input.objects ?? [])
        if (!entries.some((entry) => entry.object === object))
          entries.push({
            id: (last += 1),
            kind: "item",
            object,
            search: null,
            title: `Letter no. ${object - 999}${options.tail}`,
          });
      if (input.search !== undefined)
        entries.push({
          id: (last += 1),
          kind: "search",
          object: null,
          search: input.search,
          title: "",
        });
      return { count: entries.length };
    },
    "basket.remove": (input) => {
      entries = entries.filter(({ id }) => !input.entries.includes(id));
      return { count: entries.length };
    },
    "basket.clear": () => {
      entries = [];
      return null;
    },
    "saved-searches.list": () => searches,
    "saved-searches.create": (input) => {
      const search = { id: (last += 1), name: input.name, ...input.search };
      searches = [...searches, search];
      return search;
    },
    "saved-searches.rename": (input) => {
      searches = searches.map((search) =>
        search.id === input.search ? { ...search, name: input.name } : search,
      );
      return null;
    },
    "saved-searches.remove": (input) => {
      searches = searches.filter(({ id }) => id !== input.search);
      return null;
    },
    "columns.get": () => columns,
    "columns.set": (input) => {
      columns = input.columns;
      return null;
    },
  };
  return handlers;
}
