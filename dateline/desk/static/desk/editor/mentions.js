// Colleagues' names after an @ in a note.
import { suggest } from "./choosing.js";

const BEGUN = /(?:^|\s)@([\p{L}\p{N}._-]{1,40})$/u;

for (const field of document.querySelectorAll("[data-mentions]")) {
  const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1] ?? "";
  suggest(
    field,
    (text) => `${field.dataset.mentions}?q=${encodeURIComponent(text)}`,
    (person) => {
      const end = field.selectionStart;
      const from = end - begun().length;
      field.setRangeText(`${person.name} `, from, end, "end");
    },
    begun,
  );
}
