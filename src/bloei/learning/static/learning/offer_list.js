// A chip filters at once; without script the search button does the same.
const form = document.getElementById("filter");
form?.addEventListener("change", (event) => {
  if (event.target.closest(".chips--scroll")) form.requestSubmit();
});
// Empty fields would only make the address longer.
form?.addEventListener("submit", () => {
  for (const field of form.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
});
