/** What two names have in common that differ only in case or in how accents are composed (NFC, NFD). */
export function foldName(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}
