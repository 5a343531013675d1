/** One request that works as it is, for each language the API speaks. */
export interface CurlLine {
  readonly dialect: "holdall" | "dspace" | "easydb";
  readonly line: string;
}

/**
 * @param origin where the API is, without a slash at the end
 * @param key an API key, or what stands for it
 */
export function curlLines(origin: string, key: string): readonly CurlLine[] {
  const bearer = `-H "Authorization: Bearer ${key}"`;
  return [
    {
      dialect: "holdall",
      line: `curl ${bearer} -H "Content-Type: application/json" -d '{"limit":10}' ${origin}/api/holdall/commands/runs.list`,
    },
    {
      dialect: "dspace",
      line: `curl ${bearer} ${origin}/api/core/communities`,
    },
    {
      dialect: "easydb",
      line: `curl ${origin}/api/v1/session`,
    },
  ];
}
