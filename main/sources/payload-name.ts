/** Folder of a bag that holds its payload (RFC 8493 section 2.1.2). */
export const payloadName = "data";
