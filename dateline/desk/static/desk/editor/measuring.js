// How long a text is; desk/editor/measuring.py counts the same on the server.

export function measure(lines, lineLetters, readLetters) {
  const blocks = lines.map((line) => line.replace(/[ \t\r\n]+/g, " ").trim()).filter((line) => line !== "");
  const sum = (count) => blocks.reduce((total, block) => total + count(block), 0);
  const letters = (block) => [...block].length;
  const black = sum((block) => letters(block.replace(/\s/g, "")));
  return {
    words: sum((block) => block.split(/\s+/).filter((word) => /[\p{L}\p{N}_]/u.test(word)).length),
    letters: sum(letters),
    lines: sum((block) => Math.ceil(letters(block) / lineLetters)),
    minutes: Math.ceil(black / readLetters),
  };
}
