/** Whether a host, as addresses have it, is the machine itself and nothing else. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return (
    bare === "localhost" ||
    bare === "::1" ||
    /^127(?:\.[0-9]{1,3}){3}$/.test(bare)
  );
}
