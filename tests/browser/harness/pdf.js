// What is on the pages of a PDF file. pdf.js reads it, in unpdf's build of it: one package without others, where
// pdfjs-dist brings a canvas made of native code.

import { extractText, getDocumentProxy } from 'unpdf';

/** The text of each page, and how wide and high each is in points. */
export async function readPdf(bytes) {
  const file = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(file, { mergePages: false });
  const pages = await Promise.all(
    text.map(async (text, at) => {
      const [, , width, height] = (await file.getPage(at + 1)).view;
      return { text, width, height };
    }),
  );
  await file.cleanup();
  return pages;
}
