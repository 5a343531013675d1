import {
  errorBody,
  type RspaceError,
  type ValidationError,
} from "./error-body.ts";

/** An expected failure in the words of this dialect. */
export class RspaceRefusal extends Error {
  override readonly name = "RspaceRefusal";
  readonly body: RspaceError;

  constructor(body: RspaceError) {
    super(body.message);
    this.body = body;
  }
}

/** Something is wrong with the parameters of a call: 400, each of them named. */
export function badParameters(
  wrong: readonly Omit<ValidationError, "objectName">[],
): RspaceRefusal {
  const validationErrors = wrong.map(({ field, rejectedValue, message }) => ({
    field: field.slice(0, 100),
    rejectedValue: rejectedValue?.slice(0, 100) ?? null,
    objectName: "export",
    message,
  }));
  return new RspaceRefusal(
    errorBody(400, "The request cannot be understood.", {
      internalCode: 40002,
      errors: validationErrors.map(
        ({ field, message }) => `${field}: ${message}`,
      ),
      validationErrors,
    }),
  );
}

/** A part of the path is no number: 400. */
export function notANumber(name: string, value: string): RspaceRefusal {
  return new RspaceRefusal(
    errorBody(400, `The ${name} in the path is not a whole number.`, {
      internalCode: 40006,
      errors: [`${name}: "${value.slice(0, 100)}" is not a whole number.`],
    }),
  );
}

/** A well-formed request that is impossible: 422. */
export function illegalArgument(message: string): RspaceRefusal {
  return new RspaceRefusal(errorBody(422, message));
}
