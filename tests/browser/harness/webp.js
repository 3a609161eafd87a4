// Small pictures.

/** Above this, a file grows faster than a person sees a difference: at 1, without loss, it has four times as many bytes. */
const QUALITY = 0.7;

/** A PNG as WebP, by Chromium's own encoder. */
export async function webp(browser, png) {
  const page = await browser.newPage();
  try {
    const base64 = await page.evaluate(async ([source, quality]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      canvas.getContext('2d').drawImage(image, 0, 0);
      const [type, data] = canvas.toDataURL('image/webp', quality).split(',');
      if (!type.includes('image/webp')) throw new Error(`the browser writes ${type} instead of WebP`);
      return data;
    }, [png.toString('base64'), QUALITY]);
    return Buffer.from(base64, 'base64');
  } finally {
    await page.close();
  }
}
