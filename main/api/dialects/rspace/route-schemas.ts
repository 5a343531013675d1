const flag = { type: "boolean", default: false } as const;

/** What the reference says of the calls. @param hide they are others' under another address */
export function described(hide: boolean) {
  const say = (summary: string, more: object = {}) => ({
    schema: {
      summary,
      tags: ["RSpace"],
      security: [{ apiKey: [] }],
      hide,
      ...more,
    },
  });
  const path = {
    format: { type: "string", enum: ["xml", "html"] },
    scope: { type: "string", enum: ["user", "group", "selection"] },
  };
  const querystring = {
    type: "object",
    properties: {
      selections: {
        type: "string",
        description:
          "With the scope selection: ids of communities, collections, items and bitstreams, divided by commas; at most 2000.",
      },
      includeRevisionHistory: { ...flag, description: "Older versions too." },
      maxLinkLevel: {
        type: "integer",
        minimum: 0,
        default: 1,
        description:
          "With the scope selection: how many steps of relationships are followed.",
      },
    },
  };
  return {
    start: say("Start an export", {
      params: { type: "object", properties: path },
      querystring,
    }),
    startOf: say("Start an export of a user's or a group's", {
      params: {
        type: "object",
        properties: {
          ...path,
          id: {
            type: "string",
            description: "Of a user (US5) or group (GP7).",
          },
        },
      },
      querystring,
    }),
    job: say("How far an export is", {
      params: { type: "object", properties: { id: { type: "integer" } } },
    }),
    archive: say("The archive of a finished export", {
      params: { type: "object", properties: { name: { type: "string" } } },
    }),
    status: say("Whether the server answers, and as which version"),
  };
}
