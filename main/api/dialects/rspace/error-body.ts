import { STATUS_CODES } from "node:http";

/** The error body of rspace.md section 6. */
export interface RspaceError {
  /** `BAD_REQUEST` */
  readonly status: string;
  readonly httpCode: number;
  readonly internalCode: number;
  readonly message: string;
  readonly messageCode: null;
  /** At least one. */
  readonly errors: readonly string[];
  readonly iso8601Timestamp: string;
  readonly data: {
    readonly validationErrors: readonly ValidationError[];
  } | null;
}

/** What is wrong with one parameter. */
export interface ValidationError {
  readonly field: string;
  readonly rejectedValue: string | null;
  readonly objectName: string;
  readonly message: string;
}

/** What may be told besides the status and the message. */
export interface ErrorParts {
  readonly internalCode?: number;
  readonly errors?: readonly string[];
  readonly validationErrors?: readonly ValidationError[];
  /** Milliseconds since 1970; absent: now. */
  readonly at?: number;
}

/** Longer texts are not repeated to who sent them. */
const longestText = 300;

/** @param httpCode the status of the answer, or the one a failed job would have had */
export function errorBody(
  httpCode: number,
  message: string,
  { internalCode, errors, validationErrors, at }: ErrorParts = {},
): RspaceError {
  const short = message.slice(0, longestText);
  return {
    status: (STATUS_CODES[httpCode] ?? "Internal Server Error")
      .toUpperCase()
      .replace(/[^A-Z]+/g, "_"),
    httpCode,
    internalCode: internalCode ?? httpCode * 100 + 1,
    message: short,
    messageCode: null,
    errors:
      errors === undefined || errors.length === 0
        ? [short]
        : errors.map((text) => text.slice(0, longestText)),
    iso8601Timestamp: new Date(at ?? Date.now()).toISOString(),
    data: validationErrors === undefined ? null : { validationErrors },
  };
}
