import { policyActions, type PolicyAction } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { PatchOperation } from "../domain/metadata-patch.ts";

/** What of a policy can be changed later. */
export interface PolicyTerms {
  readonly name: string | null;
  readonly description: string | null;
  /** First and last day on which it holds, `YYYY-MM-DD`. */
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** A policy but for whom it is for, and what it is about. */
export interface PolicyDraft extends PolicyTerms {
  readonly action: PolicyAction;
  /** TYPE_SUBMISSION, TYPE_WORKFLOW, TYPE_INHERITED, TYPE_CUSTOM; null when unknown. */
  readonly type: string | null;
}

const types = [
  "TYPE_SUBMISSION",
  "TYPE_WORKFLOW",
  "TYPE_INHERITED",
  "TYPE_CUSTOM",
];
const terms = ["name", "description", "startDate", "endDate"] as const;

/**
 * A policy as clients send it.
 * @throws AppError request.impossible
 */
export function readPolicy(
  sent: Readonly<Record<string, unknown>>,
): PolicyDraft {
  const action = policyActions.find((name) => name === sent["action"]);
  if (action === undefined)
    throw impossible(
      "action",
      `\`action\` is one of ${policyActions.join(", ")}.`,
    );
  const type = sent["policyType"] ?? null;
  if (type !== null && !types.some((name) => name === type))
    throw impossible(
      "policyType",
      `\`policyType\` is one of ${types.join(", ")}.`,
    );
  return {
    action,
    type: typeof type === "string" ? type : null,
    name: readTerm("name", sent["name"]),
    description: readTerm("description", sent["description"]),
    startDate: readTerm("startDate", sent["startDate"]),
    endDate: readTerm("endDate", sent["endDate"]),
  };
}

/**
 * The terms of a policy after a patch.
 * @throws AppError request.impossible
 */
export function patchPolicy(
  policy: PolicyTerms,
  operations: readonly PatchOperation[],
): PolicyTerms {
  let next: PolicyTerms = policy;
  for (const { op, path, value } of operations) {
    const term = terms.find((name) => path === `/${name}`);
    if (term === undefined || op === "move" || op === "copy")
      throw impossible(path, `${op} of ${path} is not offered.`);
    if (op !== "add" && next[term] === null)
      throw impossible(path, `There is nothing at ${path}.`);
    if (op !== "remove" && (value === undefined || value === null))
      throw impossible(path, `${op} needs a value.`);
    next = { ...next, [term]: op === "remove" ? null : readTerm(term, value) };
  }
  requireDays(next);
  return next;
}

/** @throws AppError request.impossible when a policy would end before it begins */
export function requireDays({ startDate, endDate }: PolicyTerms): void {
  if (startDate !== null && endDate !== null && endDate < startDate)
    throw impossible("endDate", "A policy cannot end before it begins.");
}

function readTerm(name: (typeof terms)[number], value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || !value.isWellFormed())
    throw impossible(name, `\`${name}\` is a text or null.`);
  if (name === "name" || name === "description") return value;
  // Some clients send a time with the day.
  const day = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    value,
  )?.[1];
  const date = day === undefined ? null : new Date(`${day}T00:00:00Z`);
  if (
    day === undefined ||
    date === null ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== day
  )
    throw impossible(name, `\`${name}\` is a day, YYYY-MM-DD.`);
  return day;
}

function impossible(object: string, message: string): AppError {
  return new AppError("request.impossible", message, { object });
}
