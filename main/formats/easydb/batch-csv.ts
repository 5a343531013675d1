import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { EasydbSettings } from "../../domain/easydb-settings.ts";
import { systemFields, type ItemRecord, type RecordValue } from "./record.ts";

type Csv = NonNullable<EasydbSettings["csv"]>;
/** A row before its columns are known: values by the name of the column. */
type Row = Readonly<Record<string, readonly string[]>>;

/** Puts the rows of a batch under one header, which is known only when the last one was seen. */
export function createBatchCsv(csv: Csv, settings: EasydbSettings) {
  const columns = new Map<string, number>();
  let levels = 0;
  const order = (name: string, rank: number) => {
    if (!columns.has(name)) columns.set(name, rank);
  };
  const displayed = (field: string) => settings.fields?.[field] ?? field;
  for (const [rank, field] of systemFields.entries())
    if (settings.fields === null || field in settings.fields)
      order(displayed(field), rank);
  if (csv.emptyColumns)
    for (const field of settings.fields === null
      ? settings.columns
      : Object.keys(settings.fields))
      order(displayed(field), 1000);

  /** With every language, each has a column of its own. */
  const columnOf = ({ name, metadata }: RecordValue): string =>
    csv.allLanguages && metadata?.language != null && metadata.language !== ""
      ? `${name}#${metadata.language}`
      : name;

  const cell = (text: string): string => {
    const { quote, escape } = csv;
    const escaped =
      escape === quote ? text : text.replaceAll(escape, escape + escape);
    return quote + escaped.replaceAll(quote, escape + quote) + quote;
  };
  const line = (cells: readonly string[]): string =>
    `${cells.map(cell).join(csv.delimiter)}\r\n`;

  return {
    /** One line of the spool. */
    row({ system, values, links, hierarchy }: ItemRecord): string {
      const row: Record<string, string[]> = {};
      for (const one of [...system, ...values, ...links]) {
        const column = columnOf(one);
        (row[column] ??= []).push(one.value);
        order(column, one.metadata === null ? 2000 : 1000);
      }
      if (csv.hierarchy === "column") {
        levels = Math.max(levels, hierarchy.length);
        for (const [index, name] of hierarchy.entries())
          row[`_pool#${String(index)}`] = [name];
      } else if (csv.hierarchy !== null)
        row["_pool"] = [hierarchy.join(` ${csv.hierarchy} `)];
      return `${JSON.stringify(row)}\n`;
    },
    /** The file, from the spool its rows were written to. */
    async *lines(spool: string): AsyncGenerator<string> {
      const pools =
        csv.hierarchy === null
          ? []
          : csv.hierarchy === "column"
            ? Array.from(
                { length: levels },
                (_, index) => `_pool#${String(index)}`,
              )
            : ["_pool"];
      const names = [
        ...[...columns]
          .sort(
            ([one, first], [other, second]) =>
              first - second || (one < other ? -1 : 1),
          )
          .map(([name]) => name),
        ...pools,
      ];
      yield `${csv.bom ? "\ufeff" : ""}${line(names)}`;
      const rows = createInterface({ input: createReadStream(spool, "utf8") });
      for await (const text of rows) {
        const row = JSON.parse(text) as Row;
        yield line(names.map((name) => (row[name] ?? []).join("\n")));
      }
    },
  };
}
