// Returns the pairs of visible texts whose boxes intersect, and the texts that leave the page or their box.
() => {
  const SLACK = 1;
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (node.data.trim() === '' || element.closest('script, option, noscript, .unseen, .skip, [hidden], dialog:not([open])')
      || !element.checkVisibility({ visibilityProperty: true })) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom, width } of range.getClientRects()) {
      // The line box is higher than its letters.
      const inset = (bottom - top) * 0.15;
      if (width > 0) {
        boxes.push({ text: node.data.trim(), element, left, right, top: top + inset, bottom: bottom - inset });
      }
    }
  }
  const problems = [];
  for (let i = 0; i < boxes.length; i++) {
    const one = boxes[i];
    if (one.left < -SLACK || one.right > innerWidth + SLACK) {
      problems.push(`'${one.text}' leaves the page`);
    }
    const node = one.element.closest('.node')?.querySelector('.box').getBoundingClientRect();
    if (node && (one.left < node.left || one.right > node.right + SLACK)) {
      problems.push(`'${one.text}' leaves its node`);
    }
    for (let j = i + 1; j < boxes.length; j++) {
      const other = boxes[j];
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > SLACK) {
        problems.push(`'${one.text}' and '${other.text}' intersect`);
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) {
    problems.push(`The page is ${document.documentElement.scrollWidth} wide`);
  }
  return boxes.length > 50 ? problems : ['There are hardly any texts'];
}
