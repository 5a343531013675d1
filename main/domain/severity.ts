/** How bad a problem is: `error` = something is missing in the result; `warning` = something was changed or guessed; `note` = good to know. */
export type Severity = "error" | "warning" | "note";
