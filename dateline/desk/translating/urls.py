"""The addresses of languages, below the newsroom's."""

from django.urls import path

from dateline.desk.translating import screens, sheet_screens

app_name = "languages"
_SHEET = "stories/<int:pk>/translate/<slug:language>/"  # the source's number, and the language of the translation
urlpatterns = [
    path("languages/", screens.parity_board, name="parity"),
    path("languages/take/", screens.take, name="take"),
    path("languages/settle/", screens.settle, name="settle"),
    path("languages/unwanted/", screens.unwanted, name="unwanted"),
    path("languages/wanted/", screens.wanted, name="wanted"),
    path(_SHEET, sheet_screens.sheet, name="sheet"),
    path(f"{_SHEET}memory/", sheet_screens.memory_of_row, name="memory"),
]
