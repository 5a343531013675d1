import { readFileForm } from "./file-form.ts";
import type { Asked, Routes } from "./routes.ts";

/**
 * Logos of communities and collections (dspace.md sections 8 and 9). To delete one, delete the bitstream; communities
 * have a path of their own for that, and for putting another one in its place.
 */
export function addLogos({ context, upload, change }: Routes): void {
  const { objects, logos } = context;
  const picture =
    ({ request }: Asked) =>
    async () =>
      (await readFileForm(request, context.receive)).file;
  const shown = ({ caller, resources }: Asked, logo: string) =>
    resources.bitstream(objects.get(caller, "bitstream", logo));

  for (const [noun, kind] of [
    ["collections", "collection"],
    ["communities", "community"],
  ] as const)
    upload(
      "POST",
      `/core/${noun}/:uuid/logo`,
      `Give a ${kind} its logo`,
      async (asked) =>
        shown(
          asked,
          await logos.create(asked.caller, kind, asked.uuid, picture(asked)),
        ),
    );
  upload(
    "PUT",
    "/core/communities/:uuid/logo",
    "Put another logo in the place of the one a community has",
    async (asked) =>
      shown(
        asked,
        await logos.replace(
          asked.caller,
          "community",
          asked.uuid,
          picture(asked),
        ),
      ),
  );
  change(
    "DELETE",
    "/core/communities/:uuid/logo",
    "Remove the logo of a community",
    200,
    async ({ caller, uuid }) => {
      await logos.remove(caller, "community", uuid);
      return null;
    },
  );
}
