/** File of a CSV package with a row for each of its items. */
export const sheetName = "metadata.csv";
