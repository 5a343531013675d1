/** A bitstream format that DSpace knows out of the box. */
export interface StandardFormat {
  readonly mimeType: string;
  readonly name: string;
  /** 0 unknown, 1 known, 2 supported. */
  readonly support: number;
  /** Used by the system itself, never offered for choice. */
  readonly internal: boolean;
  readonly extensions: readonly string[];
}

/** MIME type, name, support level, whether it is internal, file name extensions. */
const table = `
application/octet-stream | Unknown | 0 | - | -
text/plain; charset=utf-8 | License | 1 | internal | -
text/html; charset=utf-8 | CC License | 1 | internal | -
application/pdf | Adobe PDF | 1 | - | pdf
text/xml | XML | 1 | - | xml
text/plain | Text | 1 | - | txt asc
text/html | HTML | 1 | - | htm html
text/css | CSS | 1 | - | css
text/csv | CSV | 1 | - | csv
text/vtt | WebVTT | 1 | - | vtt
application/msword | Microsoft Word | 1 | - | doc
application/vnd.openxmlformats-officedocument.wordprocessingml.document | Microsoft Word XML | 1 | - | docx
application/vnd.ms-powerpoint | Microsoft Powerpoint | 1 | - | ppt
application/vnd.openxmlformats-officedocument.presentationml.presentation | Microsoft Powerpoint XML | 1 | - | pptx
application/vnd.ms-excel | Microsoft Excel | 1 | - | xls
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet | Microsoft Excel XML | 1 | - | xlsx
application/marc | MARC | 1 | - | -
image/jpeg | JPEG | 1 | - | jpeg jpg jfif
image/gif | GIF | 1 | - | gif
image/png | PNG | 1 | - | png
image/tiff | TIFF | 1 | - | tiff tif
image/jp2 | JPEG2000 | 1 | - | jp2
audio/x-aiff | AIFF | 1 | - | aiff aif aifc
audio/basic | audio/basic | 1 | - | au snd
audio/x-wav | WAV | 1 | - | wav
video/mpeg | MPEG | 1 | - | mpeg mpg mpe
text/richtext | RTF | 1 | - | rtf
application/vnd.visio | Microsoft Visio | 1 | - | vsd
application/x-filemaker | FMP3 | 1 | - | fm
image/x-ms-bmp | BMP | 1 | - | bmp
application/x-photoshop | Photoshop | 1 | - | psd pdd
application/postscript | Postscript | 1 | - | ps eps ai
video/quicktime | Video Quicktime | 1 | - | mov qt
video/mp4 | Video MP4 | 1 | - | mp4
video/ogg | Video OGG | 1 | - | ogg
video/webm | Video WEBM | 1 | - | webm
audio/x-mpeg | MPEG Audio | 1 | - | mpa abs mpega
application/vnd.ms-project | Microsoft Project | 1 | - | mpp mpx mpd
application/mathematica | Mathematica | 1 | - | ma
application/x-latex | LateX | 1 | - | latex
application/x-tex | TeX | 1 | - | tex
application/x-dvi | TeX dvi | 1 | - | dvi
application/sgml | SGML | 1 | - | sgm sgml
application/wordperfect5.1 | WordPerfect | 1 | - | wpd
audio/x-pn-realaudio | RealAudio | 1 | - | ra ram
image/x-photo-cd | Photo CD | 1 | - | pcd
application/vnd.oasis.opendocument.text | OpenDocument Text | 1 | - | odt
application/vnd.oasis.opendocument.text-template | OpenDocument Text Template | 1 | - | ott
application/vnd.oasis.opendocument.text-web | OpenDocument HTML Template | 1 | - | oth
application/vnd.oasis.opendocument.text-master | OpenDocument Master Document | 1 | - | odm
application/vnd.oasis.opendocument.graphics | OpenDocument Drawing | 1 | - | odg
application/vnd.oasis.opendocument.graphics-template | OpenDocument Drawing Template | 1 | - | otg
application/vnd.oasis.opendocument.presentation | OpenDocument Presentation | 1 | - | odp
application/vnd.oasis.opendocument.presentation-template | OpenDocument Presentation Template | 1 | - | otp
application/vnd.oasis.opendocument.spreadsheet | OpenDocument Spreadsheet | 1 | - | ods
application/vnd.oasis.opendocument.spreadsheet-template | OpenDocument Spreadsheet Template | 1 | - | ots
application/vnd.oasis.opendocument.chart | OpenDocument Chart | 1 | - | odc
application/vnd.oasis.opendocument.formula | OpenDocument Formula | 1 | - | odf
application/vnd.oasis.opendocument.database | OpenDocument Database | 1 | - | odb
application/vnd.oasis.opendocument.image | OpenDocument Image | 1 | - | odi
application/vnd.openofficeorg.extension | OpenOffice.org extension | 1 | - | oxt
application/vnd.sun.xml.writer | Writer 6.0 documents | 1 | - | sxw
application/vnd.sun.xml.writer.template | Writer 6.0 templates | 1 | - | stw
application/vnd.sun.xml.calc | Calc 6.0 spreadsheets | 1 | - | sxc
application/vnd.sun.xml.calc.template | Calc 6.0 templates | 1 | - | stc
application/vnd.sun.xml.draw | Draw 6.0 documents | 1 | - | sxd
application/vnd.sun.xml.draw.template | Draw 6.0 templates | 1 | - | std
application/vnd.sun.xml.impress | Impress 6.0 presentations | 1 | - | sxi
application/vnd.sun.xml.impress.template | Impress 6.0 templates | 1 | - | sti
application/vnd.sun.xml.writer.global | Writer 6.0 global documents | 1 | - | sxg
application/vnd.sun.xml.math | Math 6.0 documents | 1 | - | sxm
application/vnd.stardivision.writer | StarWriter 5.x documents | 1 | - | sdw
application/vnd.stardivision.writer-global | StarWriter 5.x global documents | 1 | - | sgl
application/vnd.stardivision.calc | StarCalc 5.x spreadsheets | 1 | - | sdc
application/vnd.stardivision.draw | StarDraw 5.x documents | 1 | - | sda
application/vnd.stardivision.impress | StarImpress 5.x presentations | 1 | - | sdd
application/vnd.stardivision.impress-packed | StarImpress Packed 5.x files | 1 | - | sdp
application/vnd.stardivision.math | StarMath 5.x documents | 1 | - | smf
application/vnd.stardivision.chart | StarChart 5.x documents | 1 | - | sds
application/vnd.stardivision.mail | StarMail 5.x mail files | 1 | - | sdm
application/rdf+xml; charset=utf-8 | RDF XML | 1 | - | rdf
application/epub+zip | EPUB | 1 | - | epub
video/mp4 | mp4 | 1 | - | mp4
audio/mpeg | mp3 | 1 | - | mp3
image/webp | WebP | 1 | - | webp
image/avif | AVIF | 1 | - | avif
text/javascript | JavaScript | 1 | - | js
`;

/** The bitstream format registry a new catalog starts with: that of a standard DSpace installation. */
export const standardFormats: readonly StandardFormat[] = table
  .trim()
  .split("\n")
  .map((line) => {
    const [
      mimeType = "",
      name = "",
      support = "0",
      internal = "-",
      extensions = "-",
    ] = line.split(" | ");
    return {
      mimeType,
      name,
      support: Number(support),
      internal: internal === "internal",
      extensions: extensions === "-" ? [] : extensions.split(" "),
    };
  });
