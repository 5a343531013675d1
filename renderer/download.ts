/**
 * Has the browser save what is at an address.
 * @param name of the file; absent where the server gives it one
 */
export function download(address: string, name = ""): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
