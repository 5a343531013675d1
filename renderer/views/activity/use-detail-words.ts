import { useI18n } from "vue-i18n";
import type { AuditEntry } from "../../../main/domain/audit.ts";
import { useErrorText } from "../../use-error-text.ts";
import { useFormats } from "../../use-formats.ts";
import { useKindTitles } from "../../use-kind-titles.ts";
import { useSaid, type Said } from "../../use-said.ts";

/** What the record tells about a line besides who did what to what. */
export interface DetailWords {
  /** In the chosen language; empty when there is nothing to tell. */
  readonly words: string;
  /** What went wrong, and what to do about it; empty when nothing did. */
  readonly failure: readonly Said[];
}

/** Says the details of the record in words, with sizes and kinds as everywhere else in the window. */
export function useDetailWords() {
  const { t, te } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const titles = useKindTitles();
  const describe = useErrorText();
  const { say } = useSaid();

  const inWords = (key: string, word: string): string =>
    te(key) ? t(key) : word;
  const words: Readonly<Record<string, (value: string) => string>> = {
    kind: (kind) => inWords(`runs.kinds.${kind}`, kind),
    format: titles.formatTitle,
    packer: titles.packerTitle,
    source: (kind) => inWords(`sources.kinds.${kind}`, kind),
    // What was selected stands in the title of the run.
    selection: () => "",
    path: (path) => path,
    out: (path) => path,
    state: (state) =>
      inWords(
        `runs.states.${state === "done-with-problems" ? "doneWithProblems" : state}`,
        state,
      ),
    address: (address) => t("activity.from", { address }),
    because: (reason) => inWords(`activity.because.${reason}`, reason),
    bytes: (bytes) => formats.bytes(Number(bytes)),
  };

  function partsOf(error: unknown): readonly Said[] {
    if (typeof error !== "object" || error === null) return [];
    const { message, exactly, remedy } = describe(error);
    return [message, exactly, remedy].filter((part) => part !== undefined);
  }

  return ({ detail }: AuditEntry): DetailWords => {
    const { error, ...others } = detail;
    const parts = Object.entries(others).flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number"
        ? [words[name]?.(String(value)) ?? `${name}: ${String(value)}`]
        : [],
    );
    return {
      words: parts.filter((part) => part !== "").join(" · "),
      failure: typeof error === "string" ? [say(error)] : partsOf(error),
    };
  };
}
