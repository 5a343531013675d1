import { useI18n } from "vue-i18n";
import type { ErrorKind, ErrorView } from "../main/domain/errors.ts";
import { toErrorView } from "../main/domain/errors.ts";

/** A failure in words. */
export interface ErrorText {
  /** What kind of thing happened, in the chosen language. */
  readonly heading: string;
  /** What happened, and what to do about it, as the application says it. */
  readonly message: string;
  readonly object: string | undefined;
  readonly remedy: string | undefined;
  readonly code: string;
  /** Language of message and remedy. */
  readonly language: string;
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
  return (failure: unknown): ErrorText => {
    const view: ErrorView = isView(failure) ? failure : toErrorView(failure);
    const own = ownWords[view.code];
    return {
      heading: t(headings[view.kind]),
      message: own === undefined ? view.message : t(`errors.${own}`),
      remedy: own === undefined ? view.remedy : t(`errors.${own}Remedy`),
      object: view.object,
      code: view.code,
      language: own === undefined ? "en" : locale.value,
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
