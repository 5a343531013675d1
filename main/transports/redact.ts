import { AppError, systemErrorCode } from "../domain/errors.ts";

/** Shorter ones would take whole words apart, and hide nothing. */
const shortestSecret = 3;

/** Makes a function that takes every secret, in each form it is sent in, out of a text. */
export function createRedactor(
  secrets: Readonly<Record<string, string>>,
  login: string | undefined,
): (text: string) => string {
  const hidden = new Set<string>();
  for (const secret of Object.values(secrets)) {
    for (const form of [
      secret,
      secret.trim(),
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
      Buffer.from(`${login ?? ""}:${secret}`).toString("base64"),
      Buffer.from(`\0${login ?? ""}\0${secret}`).toString("base64"),
    ]) {
      if (form.length >= shortestSecret) hidden.add(form);
    }
  }
  // The longest first: one may be part of another.
  const forms = [...hidden].sort((a, b) => b.length - a.length);
  return (text) =>
    forms.reduce((rest, form) => rest.replaceAll(form, "•••"), text);
}

/** The same failure without secrets. What libraries add to their errors is dropped; their words and codes are kept. */
export function redactError(
  error: unknown,
  redact: (text: string) => string,
): Error {
  if (error instanceof AppError) {
    return new AppError(error.code, redact(error.message), {
      ...(error.object === undefined ? {} : { object: redact(error.object) }),
      ...(error.remedy === undefined ? {} : { remedy: redact(error.remedy) }),
      ...(error.cause === undefined
        ? {}
        : { cause: redactError(error.cause, redact) }),
    });
  }
  const plain = new Error(
    redact(error instanceof Error ? error.message : String(error)),
  );
  if (error instanceof Error && error.stack !== undefined)
    plain.stack = redact(error.stack);
  const code = systemErrorCode(error);
  return code === undefined ? plain : Object.assign(plain, { code });
}
