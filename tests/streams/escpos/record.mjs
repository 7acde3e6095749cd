// Records what other generators of ESC/POS make of a text of ours. Not run by the tests: they read the recordings.
//
//     npm install receiptline@4.0.4 @point-of-sale/receipt-printer-encoder@4.0.1 node-thermal-printer@4.6.1 \
//         escpos-buffer@4.1.0
//     node record.mjs            writes *.bin beside this file
//
// The generators' licences (Apache-2.0, MIT, ISC, MIT) cover their code; the text of the slips is ours.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFileSync } from "node:fs";

const require = createRequire(join(process.cwd(), "x.js"));
const here = dirname(fileURLToPath(import.meta.url));
const save = (name, data) => writeFileSync(join(here, `${name}.bin`), Buffer.from(data));
const ADDRESS = "https://mayen.example/w/7KQ2M9XW4P";
const EAN = "400638133393";

/** 64 x 40 dots: a frame two dots wide and one diagonal. */
const black = (x, y) => x < 2 || y < 2 || x > 61 || y > 37 || x === y;

const receiptline = require("receiptline");
for (const [command, name] of [["escpos", "receiptline"], ["generic", "receiptline-generic"]]) {
  const document = [
    '^^^"Stadt Mayen"',
    "Bürgerbüro, Am Markt 1",
    "-",
    "Raum | Erdgeschoss",
    "`Ihre Wartenummer`",
    "^^^^B 047",
    `{code:${ADDRESS}; option:qrcode,4,M}`,
    `{code:${EAN}1; option:ean,3,72,hri}`,
    "_Unten_ ~ 9,50 €",
    "=",
  ].join("\n");
  save(name, Buffer.from(receiptline.transform(document, {
    cpl: 48, encoding: "multilingual", spacing: false, command,
  }), "latin1"));
}

const Encoder = require("@point-of-sale/receipt-printer-encoder");
for (const [printerModel, name] of [["epson-tm-t20iii", "encoder-t20"], ["epson-tm-t88vi", "encoder-t88"]]) {
  const encoder = new (Encoder.default ?? Encoder)({ printerModel });
  const image = { width: 64, height: 40, data: new Uint8ClampedArray(64 * 40 * 4) };
  for (let y = 0; y < 40; y++) for (let x = 0; x < 64; x++) {
    image.data.set([...Array(3).fill(black(x, y) ? 0 : 255), 255], (y * 64 + x) * 4);
  }
  save(name, encoder.initialize().codepage("auto")
    .align("center").bold(true).line("Stadt Mayen").bold(false)
    .line("Bürgerbüro, Am Markt 1").align("left")
    .line("Łódź, Київ, 9,50 €")
    .underline(true).line("Unterstrichen").underline(false)
    .invert(true).line(" Ihre Wartenummer ").invert(false)
    .size(3, 3).line("B 047").size(1, 1)
    .image(image, 64, 40, "threshold")
    .qrcode(ADDRESS, { model: 2, size: 6, errorlevel: "m" })
    .barcode(EAN, "ean13", { height: 80, text: true })
    .barcode("MYN-0473", "code128", { height: 60 })
    .newline().cut("partial").encode());
}

const { ThermalPrinter, PrinterTypes, CharacterSet } = require("node-thermal-printer");
const thermal = new ThermalPrinter({
  type: PrinterTypes.EPSON, interface: "tcp://127.0.0.1:9", width: 48, characterSet: CharacterSet.PC858_EURO,
});
thermal.alignCenter(); thermal.bold(true); thermal.println("Stadt Mayen"); thermal.bold(false);
thermal.println("Bürgerbüro, Am Markt 1"); thermal.alignLeft(); thermal.drawLine();
thermal.leftRight("Raum", "Erdgeschoss"); thermal.setTextQuadArea(); thermal.println("B 047"); thermal.setTextNormal();
thermal.upsideDown(true); thermal.println("Kopf unten"); thermal.upsideDown(false);
thermal.setTypeFontB(); thermal.println("Kleine Schrift, 64 Spalten"); thermal.setTypeFontA();
thermal.printQR(ADDRESS, { cellSize: 5, correction: "M" });
thermal.code128("MYN0473", { width: "LARGE", height: 80, text: 2 });
thermal.println("9,50 €"); thermal.cut();
save("node-thermal-printer", thermal.getBuffer());

const { Printer, Model, Align, Style, Cut, Drawer } = require("escpos-buffer");
const { Connection } = require("escpos-buffer");
const pieces = [];
const connection = { open: async () => {}, close: async () => {}, write: async (data) => { pieces.push(Buffer.from(data)); } };
const printer = await Printer.CONNECT("TM-T20", connection);
await printer.setColumns(48);
await printer.writeln("Stadt Mayen", Style.Bold, Align.Center);
await printer.writeln("Bürgerbüro, Am Markt 1", 0, Align.Center);
await printer.withStyle({ width: 2, height: 2, align: Align.Left }, async () => { await printer.writeln("B 047"); });
await printer.qrcode(ADDRESS);
await printer.feed(2);
await printer.drawer(Drawer.First, 100, 100);
await printer.cutter(Cut.Partial);
save("escpos-buffer", Buffer.concat(pieces));
