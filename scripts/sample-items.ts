/** A file of the sample collection and how to make it. */
export type SampleFile = { readonly name: string; readonly bundle?: "TEXT" } & (
  | {
      readonly kind: "tide-table";
      readonly seed: number;
      readonly start: string;
      readonly days: number;
    }
  | { readonly kind: "tide-picture"; readonly seed: number }
  | {
      readonly kind: "drawing";
      readonly title: string;
      readonly bands: number;
      readonly colour: string;
    }
  | {
      readonly kind: "letter";
      readonly heading: string;
      readonly lines: readonly string[];
    }
  | { readonly kind: "text"; readonly lines: readonly string[] }
);

export interface SampleItem {
  readonly files: readonly SampleFile[];
  readonly title: string;
  readonly titleInEnglish?: string;
  readonly alternative?: string;
  readonly authors: readonly string[];
  readonly issued: string;
  readonly type: string;
  readonly languages: readonly string[];
  readonly subjects: readonly string[];
  readonly place: string;
  readonly abstract: string;
}

/** The items of the sample collection. Places and people are invented. */
export const sampleItems: readonly SampleItem[] = [
  {
    files: [
      {
        name: "fyr/Torvøya fyr.svg",
        kind: "drawing",
        title: "Torvøya fyr",
        bands: 5,
        colour: "#a3262a",
      },
      {
        name: "fyr/Torvøya fyr – byggebrev.pdf",
        kind: "letter",
        heading: "Byggebrev for Torvøya fyr",
        lines: [
          "Tårnet er 31 meter høyt og malt i fem bånd, rødt og hvitt.",
          "Lyset er synlig i 18 nautiske mil.",
          "Fyrvokteren skal føre dagbok over vær, vannstand og forbiseilende skip.",
        ],
      },
    ],
    title: "Torvøya fyr: tegning og byggebrev",
    titleInEnglish: "Torvøya lighthouse: drawing and building letter",
    authors: ["Ødegård, Åse", "Lyngmo, Sjur"],
    issued: "1874-06-02",
    type: "Image",
    languages: ["nb"],
    subjects: ["lighthouses", "construction"],
    place: "Torvøya",
    abstract:
      "A drawing of the tower with its five bands, and the letter that ordered it built.",
  },
  {
    files: [
      {
        name: "gauges/torvoya-1912-01.csv",
        kind: "tide-table",
        seed: 11,
        start: "1912-01-01",
        days: 31,
      },
      { name: "gauges/torvoya-1912-01.png", kind: "tide-picture", seed: 11 },
      {
        name: "gauges/torvoya-1912-01 (remarks).txt",
        bundle: "TEXT",
        kind: "text",
        lines: [
          "Remarks on the readings of January 1912.",
          "The float stuck on the 14th and was freed the same evening.",
          "Heights are above the zero of the staff.",
        ],
      },
    ],
    title: "Hourly tide readings at Torvøya, January 1912",
    alternative: "Torvøya gauge, book 7",
    authors: ["Lyngmo, Sjur"],
    issued: "1912-02",
    type: "Dataset",
    languages: ["en"],
    subjects: ["tide gauges", "sea level", "observations"],
    place: "Torvøya",
    abstract:
      'Readings of the staff at every full hour, with a chart and the keeper\'s remarks, "as found".',
  },
  {
    files: [
      {
        name: "phares/Le phare de l’Île-aux-Œufs.svg",
        kind: "drawing",
        title: "Phare de l’Île-aux-Œufs",
        bands: 3,
        colour: "#1d5a66",
      },
      {
        name: "phares/règlement.pdf",
        kind: "letter",
        heading: "Règlement du phare",
        lines: [
          "Le feu est allumé une demi-heure avant le coucher du soleil.",
          "Il n'est éteint qu'au grand jour, même par temps clair.",
          "Toute panne est portée au registre avec l'heure et la cause.",
        ],
      },
    ],
    title: "Le phare de l’Île-aux-Œufs et son règlement",
    titleInEnglish: "The lighthouse of Île-aux-Œufs and its rules",
    authors: ["Kermadec, Anaïs"],
    issued: "1891",
    type: "Image",
    languages: ["fr"],
    subjects: ["lighthouses", "rules"],
    place: "Île-aux-Œufs",
    abstract:
      "A drawing of the tower and the one-page rules that hung in the lamp room.",
  },
  {
    files: [
      {
        name: "gauges/ile-aux-oeufs-1913-03.csv",
        kind: "tide-table",
        seed: 23,
        start: "1913-03-01",
        days: 31,
      },
      {
        name: "gauges/ile-aux-oeufs-1913-03.png",
        kind: "tide-picture",
        seed: 23,
      },
    ],
    title: "Hauteurs d’eau à l’Île-aux-Œufs, mars 1913",
    titleInEnglish: "Water levels at Île-aux-Œufs, March 1913",
    authors: ["Kermadec, Anaïs", "Le Goff, Yves"],
    issued: "1913-04-09",
    type: "Dataset",
    languages: ["fr"],
    subjects: ["tide gauges", "sea level"],
    place: "Île-aux-Œufs",
    abstract: "Hourly water levels of the equinox tides, with a chart.",
  },
  {
    files: [
      {
        name: "logs/Wärterbuch Süderhörn.txt",
        kind: "text",
        lines: [
          "Wärterbuch des Leuchtturms Süderhörn",
          "3. Oktober: Wind aus Nordwest, in Böen Stärke 10. Größte Höhe des Wassers 4,81 m.",
          "4. Oktober: Scheibe der Laterne gesprungen, mit Blei verkittet.",
          "5. Oktober: Ruhig. Öl für elf Nächte.",
        ],
      },
    ],
    title: "Wärterbuch des Leuchtturms Süderhörn",
    titleInEnglish: "Keeper's log of the Süderhörn lighthouse",
    authors: ["Friedrichsen, Jürgen"],
    issued: "1926-10",
    type: "Text",
    languages: ["de"],
    subjects: ["lighthouses", "logs", "storms"],
    place: "Süderhörn",
    abstract: "Three days of an autumn storm in the words of the keeper.",
  },
  {
    files: [
      {
        name: "gauges/süderhörn-1926-10.csv",
        kind: "tide-table",
        seed: 37,
        start: "1926-10-01",
        days: 31,
      },
    ],
    title: "Pegelstände Süderhörn, Oktober 1926",
    titleInEnglish: "Gauge readings at Süderhörn, October 1926",
    authors: ["Friedrichsen, Jürgen", "Petersen, Wiebke"],
    issued: "1926-11-01",
    type: "Dataset",
    languages: ["de"],
    subjects: ["tide gauges", "sea level", "storms"],
    place: "Süderhörn",
    abstract:
      "Hourly readings of the month of the storm; compare the keeper's log.",
  },
  {
    files: [
      {
        name: "notes/Φάρος της Πέτρας.txt",
        kind: "text",
        lines: [
          "Ο φάρος της Πέτρας",
          "Λευκή αναλαμπή κάθε δέκα δευτερόλεπτα.",
          "Ορατότητα: 22 ναυτικά μίλια.",
        ],
      },
      {
        name: "notes/Φάρος.svg",
        kind: "drawing",
        title: "Φάρος της Πέτρας",
        bands: 1,
        colour: "#e9e4d8",
      },
    ],
    title: "Ο φάρος της Πέτρας",
    titleInEnglish: "The lighthouse of Petra",
    authors: ["Καλλίας, Νίκος"],
    issued: "1903",
    type: "Text",
    languages: ["el"],
    subjects: ["lighthouses", "lists of lights"],
    place: "Πέτρα",
    abstract:
      "The entry of the light in the local list of lights, and a sketch of the tower.",
  },
  {
    files: [
      {
        name: "notes/鐘崎灯台.txt",
        kind: "text",
        lines: ["鐘崎灯台", "白色、毎十五秒に一閃光。", "光達距離 十七海里。"],
      },
      {
        name: "gauges/鐘崎-1931-08.csv",
        kind: "tide-table",
        seed: 53,
        start: "1931-08-01",
        days: 7,
      },
    ],
    title: "鐘崎灯台と潮位",
    titleInEnglish: "Kanezaki lighthouse and its tides",
    authors: ["浜田 澄子"],
    issued: "1931-08-08",
    type: "Text",
    languages: ["ja"],
    subjects: ["lighthouses", "tide gauges"],
    place: "鐘崎",
    abstract: "A description of the light with the readings of one week.",
  },
  {
    files: [
      {
        name: "letters/Carta do faroleiro.pdf",
        kind: "letter",
        heading: "Carta do faroleiro de São Brás",
        lines: [
          "A lanterna nova chegou inteira, à exceção de um vidro.",
          "Peço duas latas de óleo e um relógio que não se atrase.",
          "O marégrafo está limpo e a funcionar.",
        ],
      },
    ],
    title: "Carta do faroleiro de São Brás",
    titleInEnglish: "Letter from the keeper of São Brás",
    authors: ["Conceição, João da"],
    issued: "1919-05-23",
    type: "Text",
    languages: ["pt"],
    subjects: ["lighthouses", "letters"],
    place: "São Brás",
    abstract: "The keeper asks for oil and for a clock that keeps time.",
  },
  {
    files: [
      {
        name: "gauges/lysa-gora/reading.csv",
        kind: "tide-table",
        seed: 71,
        start: "1937-12-01",
        days: 14,
      },
      { name: "gauges/lysa-gora/reading.png", kind: "tide-picture", seed: 71 },
      {
        name: "gauges/lysa-gora/Łysa Góra – mareograf.svg",
        kind: "drawing",
        title: "Łysa Góra",
        bands: 4,
        colour: "#8a5a1f",
      },
    ],
    title: "Mareograf w Łysej Górze, grudzień 1937",
    titleInEnglish: "The tide gauge of Łysa Góra, December 1937",
    authors: ["Źródlak, Józef", "Święcka, Łucja"],
    issued: "1938-01-03",
    type: "Dataset",
    languages: ["pl"],
    subjects: ["tide gauges", "sea level"],
    place: "Łysa Góra",
    abstract:
      "Two weeks of readings with a chart and a drawing of the station.",
  },
  {
    files: [
      {
        name: "notes/manara.txt",
        kind: "text",
        lines: ["منارة رأس الصخر", "ضوء أبيض يومض كل عشرين ثانية."],
      },
    ],
    title: "منارة رأس الصخر",
    titleInEnglish: "The light of Ras as-Sakhr",
    authors: ["البحري، ليلى"],
    issued: "1922",
    type: "Text",
    languages: ["ar"],
    subjects: ["lighthouses", "lists of lights"],
    place: "رأس الصخر",
    abstract: "One line of a list of lights & beacons; < 1 page.",
  },
  {
    files: [
      {
        name: "index of lights.csv",
        kind: "text",
        lines: [
          "name,height_m,range_nmi,character",
          "Torvøya,31,18,Fl W 10s",
          "Île-aux-Œufs,22,14,Oc R 6s",
          "Süderhörn,38,21,Fl(2) W 15s",
          "Πέτρα,17,22,Fl W 10s",
          "鐘崎,25,17,Fl W 15s",
          "São Brás,29,19,Iso W 4s",
        ],
      },
    ],
    title: "Index of lights of an invented coast",
    authors: ["Holdall contributors"],
    issued: "2026",
    type: "Dataset",
    languages: ["en", "nb", "fr", "de", "el", "ja", "pt"],
    subjects: ["lighthouses", "lists of lights"],
    place: "An invented coast",
    abstract:
      "Height, range and character of the lights that this collection is about.\nPlaces and readings are invented.",
  },
];
