type ApiCode =
  | "generic"
  | "invalid_request_method"
  | "invalid_content"
  | "invalid_api"
  | "attribute_expected"
  | "type_mismatch"
  | "invalid_value"
  | "attribute_not_accepted";

/** The error body of easydb.md section 2. */
export interface EasydbError {
  readonly realm: "api" | "user" | "server";
  readonly code: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly uuid?: string;
}

/** An expected failure in the words of this dialect. */
export class EasydbRefusal extends Error {
  override readonly name = "EasydbRefusal";
  readonly status: number;
  readonly body: EasydbError;

  constructor(status: number, body: EasydbError) {
    super(body.description ?? body.code);
    this.status = status;
    this.body = body;
  }
}

/** A malformed request: 400, told in English. */
export function apiRefusal(code: ApiCode, description: string): EasydbRefusal {
  return new EasydbRefusal(400, {
    realm: "api",
    code: `error.api.${code}`,
    parameters: {},
    description,
  });
}

/** Something a person can mend; `parameters` are text, ids too. */
export function userRefusal(
  name: string,
  parameters: Readonly<Record<string, string>> = {},
  status = 400,
): EasydbRefusal {
  return new EasydbRefusal(status, {
    realm: "user",
    code: `error.user.${name}`,
    parameters,
  });
}
