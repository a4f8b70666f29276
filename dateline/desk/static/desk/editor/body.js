// Draftail writes its text into the form's field a quarter of a second late, and "null" when nothing is left. The form takes
// the text as it stands, and says so when somebody has emptied it: the server takes "null" for a text that got lost.

const EMPTIED = JSON.stringify({ blocks: [], entityMap: {} });
const field = document.querySelector('#field-body input[name="body"]');

field?.form.addEventListener("formdata", ({ formData }) => {
  if (!field.draftailEditor) return; // not there yet, or broken: the field holds what it last held
  field.draftailEditor.saveState();
  formData.set("body", field.value === "null" ? EMPTIED : field.value);
});
