import { hasLink, type EmbedTree, type Resource } from "./hal.ts";

/**
 * What of the wanted relations a resource has at all. In a list of several kinds of thing each gives what it can, and
 * what only the others have is not asked of it.
 */
export function embedsKnownTo(
  resource: Resource,
  embeds: EmbedTree,
): EmbedTree {
  return {
    ...embeds,
    named: new Map(
      [...embeds.named].filter(([relation]) => hasLink(resource, relation)),
    ),
  };
}
