import type { FastifyRequest } from "fastify";
import type { AccountView } from "../../../core/accounts.ts";
import type { ApiContext } from "../../api-context.ts";
import { signedInAccount, type BodyUse } from "./asked.ts";
import { apiRefusal, userRefusal } from "./refusal.ts";

/**
 * The id in the address of an export, as it stands there.
 * @throws EasydbRefusal error.api.invalid_value
 */
export function askedId(request: FastifyRequest): string {
  const text = (request.params as Partial<Record<string, string>>)["id"];
  if (text === undefined || !/^[1-9][0-9]*$/.test(text))
    throw apiRefusal("invalid_value", "The id has to be a positive integer.");
  return text;
}

/**
 * Who asks for which export, which is theirs; first the id is looked at, then the session, then whose it is.
 * @throws EasydbRefusal; AppError definition.not-found
 */
export async function askedExport(
  context: ApiContext,
  request: FastifyRequest,
  use: BodyUse = "none",
): Promise<{ owner: AccountView; id: number }> {
  const text = askedId(request);
  const owner = await signedInAccount(context, request, use);
  // More digits than any id will ever have: none can be exact.
  if (!Number.isSafeInteger(Number(text)))
    throw userRefusal("export_not_found", { id: text }, 404);
  context.easydbExports.get(owner.id, Number(text));
  return { owner, id: Number(text) };
}
