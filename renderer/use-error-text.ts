import { useI18n } from "vue-i18n";
import type { ErrorKind, ErrorView } from "../main/domain/errors.ts";
import { toErrorView } from "../main/domain/errors.ts";
import { useSaid, type Said } from "./use-said.ts";

/** A failure in words. */
export interface ErrorText {
  /** What kind of thing happened, in the chosen language. */
  readonly heading: string;
  /** What happened; in general where its own words are not known in the chosen language. */
  readonly message: Said;
  /** What to do about it. */
  readonly remedy: Said | undefined;
  /** What happened as the application says it, where the message says it in general only. */
  readonly exactly: Said | undefined;
  readonly object: string | undefined;
  readonly code: string;
  /** As the application says it, for whoever gets a copy. */
  readonly sent: { readonly message: string; readonly remedy?: string };
}

/** What the window itself runs into, and therefore says in its own words. */
const ownWords: Readonly<Record<string, string>> = {
  "server.unreachable": "unreachable",
  "session.ended": "sessionEnded",
};

const headings: Readonly<Record<ErrorKind, string>> = {
  invalid: "errors.kinds.invalid",
  unauthenticated: "errors.kinds.unauthenticated",
  forbidden: "errors.kinds.forbidden",
  "not-found": "errors.kinds.notFound",
  conflict: "errors.kinds.conflict",
  unavailable: "errors.kinds.unavailable",
  failed: "errors.kinds.failed",
};

/** Turns failures into words. */
export function useErrorText() {
  const { t, locale } = useI18n({ useScope: "global" });
  const said = useSaid();

  const own = (key: string): Said => ({
    text: t(key),
    language: locale.value,
  });

  return (failure: unknown): ErrorText => {
    const view: ErrorView = isView(failure) ? failure : toErrorView(failure);
    const { code, message, object, remedy } = view;
    const text = {
      heading: t(headings[view.kind]),
      object,
      code,
      sent: { message, ...(remedy === undefined ? {} : { remedy }) },
    };
    const key = ownWords[code];
    if (key !== undefined)
      return {
        ...text,
        message: own(`errors.${key}`),
        remedy: own(`errors.${key}Remedy`),
        exactly: undefined,
      };
    const general =
      said.inLanguage(message) === null ? said.meaning(code) : null;
    return {
      ...text,
      message:
        general === null
          ? said.say(message)
          : { text: general, language: locale.value },
      exactly: general === null ? undefined : said.say(message),
      remedy: remedy === undefined ? undefined : said.say(remedy),
    };
  };
}

function isView(failure: unknown): failure is ErrorView {
  return (
    typeof failure === "object" &&
    failure !== null &&
    !(failure instanceof Error) &&
    "code" in failure &&
    "kind" in failure
  );
}
