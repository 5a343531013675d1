const mark = "#server_error:";

/** What the server tells whoever opens a link that does not work any more. */
export type ServerProblem =
  "notDone" | "notFound" | "invalidLink" | "notSignedIn" | "other";

const problems: Readonly<Record<string, ServerProblem>> = {
  export_not_done: "notDone",
  export_file_not_found: "notFound",
  export_not_found: "notFound",
  "export.invalid.passkey": "invalidLink",
  not_authenticated: "notSignedIn",
  session_not_found: "notSignedIn",
  session_invalid: "notSignedIn",
};

/** The problem a page's address names; null when it names none. */
export function serverProblem(hash: string): ServerProblem | null {
  if (!hash.startsWith(mark)) return null;
  const code = hash.slice(mark.length);
  return Object.hasOwn(problems, code) ? (problems[code] ?? "other") : "other";
}

/** The one of the address this page was opened with, before the rooms of the window use it for themselves. */
export const problemAtStart = serverProblem(location.hash);
