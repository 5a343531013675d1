import type { NativeImage } from "electron";
import { nativeImage } from "electron";

/** renderer/public/holdall.svg as a picture of 64 by 64, because trays take no SVG. */
const picture = [
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAACqaXHeAAAD4klEQVR4nOyaW29MURTH/2tPtaUuoeISjUtGgmYu9eJSHnwDT15E",
  "qAckaJEmXihHS4SIMIoHhCAi3nwEQULiMo5JSVQi4lZU0qhezd7WaUJ0ap9pa8+kZ875pc3MrL3PnLP+Z+111t57BHyOgM8JBIDP",
  "CQSAz/G9AEXIAxUnT46f2llcRSSrAJrp3lu1KSWS32XZ0zfW5h7kGEKusCwRC02rJ0VbFSFMIzyX4j9SeKWgztsNtadB/CkH5ESA",
  "SuvswiIhrxNhOUygcL9fipoWa0crDGNcgHjjmQ186y4SqAQG4UjohRI19oGdN2EQowJEmhJhoSjFd74UOUAp9EhSkVRD3WsYwlwS",
  "5DEfAm5A57xCK+eCO/zuXZZvquDOaziCwpkNjrB8jqusxGpTOcGYAHFRvpdflmXa+a495EvfxaH7ECMg1tjM+UOdHppHqDrW1Fxv",
  "AydgAGNDIN6U+MBfN/tvG4/bB/b+2upR3y2lKN7UfJevctVgs3prH6ibBwMYKYSiR89NzXSeL7Mbaaz7r1DlY0n+3DCQAAeZae5C",
  "KzEZBjBTCaZlNNPEof/ItuqyjfesJK09b7gieJJpnygoCgMYEYCkigw1IgVDcCDYmTYOq7EjADs74x/GzzCEAn0aYiPMggGC2SB8",
  "ju8FGHYdEDucWEGSNvMjaQlnpUo+sBxjCE6K7fzoaeHCqYXzwxV7f92D4RyXVYD51uXSKaLzEPes548heIM0S3KiaEZJw+Nt2/rd",
  "OroKEDlyKiakuMV1+SJ4EYVn6VB6Y2rfblvXxTUHhKRY71nnHQhxxwf3Lhqijc0rCfIel52eTpQ8b5AyJJfqokDrnCC5yevOOzg+",
  "cBRs17VrHeSJWBUKBJ6XLNa1adcD+HGiPWi0zCnpw5bZXxEp68E4MXiS2C8JL7tLcf79dLzvLYZRXHxxC/EpMEztnC9YOql7iPMO",
  "ji1a1o1dFcamEH8gl6X4vOwL/CY8Ifsy/4LxvcgnWgFuR42tO46IYsrNuedr7MFkCD4n2BzVNax9HoZphju2c3FuHcEQQB5p7cpe",
  "4LztMVwEZSGvAlxrK0fqR+lA1ZeJY3vRVYJLH/O7zpLXQijZOWHgfywR5AD4nEAA+JxAAF0Dr/+3oUBw80UfAYqSKBRcfNEKwFvS",
  "BSOAmy9aAfrToYu8pNwHj8MLop28TXRB164VwPlRIq+lHYTnUQ1uP6tzfQo8k+3HWcKn8C5JW35LuHVwfwxaluyQk6pZxWMY2HD0",
  "DGlO/cc70hNXOj64dRzZ9rhCDY+pyjG9PQ56oYS6bGx7vNAJKkH4nEAA+JxAAPicQAD4HN8L8AsAAP//JVKLMgAAAAZJREFUAwAg",
  "CzqHTHDjSwAAAABJRU5ErkJggg==",
].join("");

/**
 * The sign of the application.
 * @param size width and height in points
 */
export function icon(size: number): NativeImage {
  return nativeImage
    .createFromDataURL(`data:image/png;base64,${picture}`)
    .resize({ width: size, height: size });
}
