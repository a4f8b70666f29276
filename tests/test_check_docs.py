"""Each check of the documentation can fail, and is silent when nothing is wrong."""

from pathlib import Path

from tests.check_docs import anchors, command_faults, link_faults, own_options, room_faults, sections, setting_faults

READ: dict[str, object] = {"PORT": 8000, "DEMO": True, "MAIL_HOST": "", "SECRET_KEY": None}
SETTINGS_PAGE = """# Settings
### `PORT`
Default: `8000`
### `DEMO`
Default: `1`
### `MAIL_HOST`
Default: none
### `SECRET_KEY`
Default: none
"""
COMMANDS = {"run": {"--workers"}, "doctor": set[str]()}
COMMANDS_PAGE = """# Commands
## `dateline run`
`--workers N` sets the number of web processes.
## `dateline doctor`
```sh
# not a heading
```
"""


def house(root: Path, *, readme: str = "| 4 | `stories` | Stories |", docstring: str = '"""Stories."""', layers: str = "stories") -> Path:
    """A small checkout with one room."""
    (root / "dateline/stories").mkdir(parents=True)
    (root / "dateline/stories/__init__.py").write_text(docstring)
    (root / "README.md").write_text(readme)
    (root / "pyproject.toml").write_text(f'[[tool.importlinter.contracts]]\nlayers = ["{layers}"]\n')
    return root


class TestSettings:
    def test_a_complete_page_has_no_faults(self) -> None:
        assert setting_faults(SETTINGS_PAGE, READ) == []

    def test_a_setting_without_a_heading_is_named(self) -> None:
        assert setting_faults(SETTINGS_PAGE, {**READ, "WORKERS": 2}) == [
            "docs/settings.md: WORKERS is read by the settings and has no heading."
        ]

    def test_a_setting_that_is_only_mentioned_counts_as_missing(self) -> None:
        assert len(setting_faults(SETTINGS_PAGE + "See `WORKERS`.", {**READ, "WORKERS": 2})) == 1

    def test_a_setting_that_nothing_reads_is_named(self) -> None:
        assert setting_faults(SETTINGS_PAGE + "### `COLOUR`\n", READ) == ["docs/settings.md: COLOUR is described, but nothing reads it."]

    def test_a_wrong_default_is_named(self) -> None:
        assert setting_faults(SETTINGS_PAGE, {**READ, "PORT": 9000}) == ["docs/settings.md: PORT must say “Default: `9000`”."]

    def test_the_default_of_the_next_setting_does_not_count(self) -> None:
        page = SETTINGS_PAGE.replace("Default: `8000`", "")
        assert setting_faults(page, READ) == ["docs/settings.md: PORT must say “Default: `8000`”."]


class TestCommands:
    def test_a_complete_page_has_no_faults(self) -> None:
        assert command_faults(COMMANDS_PAGE, COMMANDS) == []

    def test_a_command_without_a_heading_is_named(self) -> None:
        assert command_faults(COMMANDS_PAGE, {**COMMANDS, "jobs": set()}) == ["docs/commands.md: `dateline jobs` has no heading."]

    def test_an_option_that_is_not_described_is_named(self) -> None:
        found = command_faults(COMMANDS_PAGE, {**COMMANDS, "doctor": {"--json"}})
        assert found == ["docs/commands.md: `dateline doctor` takes --json, which is not described."]

    def test_a_longer_option_does_not_stand_for_a_shorter_one(self) -> None:
        assert command_faults(COMMANDS_PAGE, {**COMMANDS, "run": {"--work"}}) != []

    def test_a_command_that_is_not_there_is_named(self) -> None:
        assert command_faults(COMMANDS_PAGE + "## `dateline fly`", COMMANDS) == [
            "docs/commands.md: `dateline fly` is described, but there is no such command."
        ]

    def test_djangos_commands_may_be_described(self) -> None:
        assert command_faults(COMMANDS_PAGE + "## `dateline migrate`", COMMANDS, also={"migrate"}) == []

    def test_the_options_are_those_of_the_real_commands(self) -> None:
        assert own_options()["run"] >= {"--workers"}
        assert "--settings" not in own_options()["run"]  # every command of Django has it


class TestRooms:
    def test_a_room_that_is_told_of_has_no_faults(self, tmp_path: Path) -> None:
        assert room_faults(house(tmp_path)) == []

    def test_a_room_without_a_docstring_is_named(self, tmp_path: Path) -> None:
        assert room_faults(house(tmp_path, docstring="# nothing")) == ["dateline/stories/__init__.py has no docstring."]

    def test_a_room_that_the_map_lacks_is_named(self, tmp_path: Path) -> None:
        assert room_faults(house(tmp_path, readme="It has `stories`.")) == ["README.md: the room `stories` is missing in the map."]

    def test_a_room_that_only_the_map_has_is_named(self, tmp_path: Path) -> None:
        root = house(tmp_path, readme="| 4 | `stories` | |\n| 5 | `tv` | |")
        assert room_faults(root) == ["README.md: the map names `tv`, and there is no such room."]

    def test_a_room_that_no_contract_guards_is_named(self, tmp_path: Path) -> None:
        assert room_faults(house(tmp_path, layers="website | desk")) == ["pyproject.toml: the room `stories` is in no import contract."]


class TestLinks:
    def test_links_that_lead_somewhere_have_no_faults(self, tmp_path: Path) -> None:
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs/running.md").write_text("# Running it\n[back](../README.md) [here](#running-it) [out](https://example.org/x.md)")
        (tmp_path / "README.md").write_text("[run](docs/running.md#running-it) ![picture](docs/running.md)")
        assert link_faults(tmp_path) == []

    def test_a_dead_link_is_named_with_its_page(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("![screen](docs/story.png)")
        assert link_faults(tmp_path) == ["README.md: the link to docs/story.png is dead."]

    def test_a_dead_anchor_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("# Start\n[stop](#stop)")
        assert link_faults(tmp_path) == ["README.md: the link to #stop is dead, the page has no such heading."]

    def test_code_holds_no_links(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("```\n[a](nowhere.md)\n```\nWrite `[a](nowhere.md)`.")
        assert link_faults(tmp_path) == []

    def test_pages_of_the_environment_are_not_ours(self, tmp_path: Path) -> None:
        (tmp_path / ".venv/lib").mkdir(parents=True)
        (tmp_path / ".venv/lib/README.md").write_text("[a](nowhere.md)")
        assert link_faults(tmp_path) == []


def test_a_section_ends_at_a_heading_of_its_own_level() -> None:
    page = "# A\none\n## B\ntwo\n# C\nthree"
    assert [(section.title, section.text) for section in sections(page)] == [("A", "one\n## B\ntwo"), ("B", "two"), ("C", "three")]


def test_anchors_are_written_as_the_web_shows_them() -> None:
    assert anchors("## `DATELINE_DATA`: where?\n## Kazakh, Қазақша") == {"dateline_data-where", "kazakh-қазақша"}
