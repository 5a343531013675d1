/** One request that works as it is, for each language the API speaks. */
export interface CurlLine {
  readonly dialect: "holdall" | "dspace" | "easydb" | "rspace";
  readonly line: string;
}

/**
 * easydb knows no keys: its line signs in with the password that the shell has as $PASSWORD.
 * @param origin where the API is, without a slash at the end
 * @param key an API key, or what stands for it
 * @param email of whom it is; null where there is nobody yet
 */
export function curlLines(
  origin: string,
  key: string,
  email: string | null,
): readonly CurlLine[] {
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
      line: `TOKEN=$(curl -s ${origin}/api/v1/session | sed -n 's/.*"token" *: *"\\([^"]*\\)".*/\\1/p') && curl -s -o /dev/null --data-urlencode "login=${email ?? "$EMAIL"}" --data-urlencode "password=$PASSWORD" "${origin}/api/v1/session/authenticate?token=$TOKEN" && curl -H "X-Easydb-Token: $TOKEN" ${origin}/api/v1/export`,
    },
    {
      dialect: "rspace",
      line: `curl -H "apiKey: ${key}" ${origin}/api/v1/status`,
    },
  ];
}
