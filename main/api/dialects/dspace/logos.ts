import { readFileForm } from "./file-form.ts";
import type { Routes } from "./routes.ts";

/** New logos of communities and collections (dspace.md sections 8 and 9); to delete one, delete the bitstream. */
export function addLogos({ context, upload }: Routes): void {
  const { objects, logos } = context;

  for (const [noun, kind] of [
    ["collections", "collection"],
    ["communities", "community"],
  ] as const)
    upload(
      `/core/${noun}/:uuid/logo`,
      `Give a ${kind} its logo`,
      async (asked) => {
        const { caller, resources, uuid, request } = asked;
        const logo = await logos.create(caller, kind, uuid, async () => {
          const { file } = await readFileForm(request, context.receive);
          return file;
        });
        return resources.bitstream(objects.get(caller, "bitstream", logo));
      },
    );
}
