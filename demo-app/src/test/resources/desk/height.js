// Returns how high the line of the writes of a buffer rises in its chart, as a part of the height; 0 at the bottom.
buffer => {
  const figure = document.querySelector(`[data-buffer="${buffer}"] .swatch.writes`).closest('figure');
  const [red, green, blue] = getComputedStyle(figure.querySelector('.swatch.writes')).color.match(/\d+/g).map(Number);
  const { width, height } = figure.querySelector('canvas');
  const copy = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', { willReadFrequently: true });
  copy.drawImage(figure.querySelector('canvas'), 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  const isLine = i => Math.abs(data[i] - red) + Math.abs(data[i + 1] - green) + Math.abs(data[i + 2] - blue) < 30 && data[i + 3] > 200;
  for (let i = 0; i < data.length; i += 4) {
    if (isLine(i)) {
      return 1 - Math.floor(i / 4 / width) / height;
    }
  }
  return 0;
}
