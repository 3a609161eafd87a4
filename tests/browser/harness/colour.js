// Colours as they are painted, whatever notation the style uses.

/** The lightness of the page's ground, from 0 (black) to 1 (white). */
export function groundLightness(page) {
  return page.evaluate(() => {
    const transparent = (colour) => /^(transparent|rgba\(0, 0, 0, 0\))$/.test(colour);
    const ground = [document.body, document.documentElement]
      .map((element) => getComputedStyle(element).backgroundColor)
      .find((colour) => !transparent(colour));
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    canvas.fillStyle = ground ?? 'white';
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  });
}
