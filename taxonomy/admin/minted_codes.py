"""Codes of new functions and focuses: minted from the name when the form is saved, never typed.

A file may state one; an editor need not invent what stays for ever.
"""

from typing import Any

from taxonomy import keys
from taxonomy.admin.guard import GuardedForm
from taxonomy.canon.codes import new_focus_code
from taxonomy.canon.gone_codes import gone_codes
from taxonomy.models import Function
from taxonomy.web.drafting import keys_drafted

HELP = "Its code is made of this name when it is saved, and stays whatever it is called later."


class MintedCodeForm(GuardedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "name" in self.fields:
            self.fields["name"].help_text = HELP

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is None and not self.errors:
            try:
                self.instance.code = self.minted()
            except ValueError as error:
                self.add_error("name", f"A code is needed, and {error}.")
        return cleaned

    def minted(self) -> str:
        """ValueError says why none can be made."""
        raise NotImplementedError


class FunctionForm(MintedCodeForm):
    def minted(self) -> str:
        """Another set may have a new function of a like name: numbers go on beyond it."""
        taken = set(Function.objects.values_list("code", flat=True))
        taken |= {key for kind, key in gone_codes() if kind == "function"}
        return keys.mint_function_code(
            self.cleaned_data["name"], taken | set(keys_drafted(Function))
        )


class FocusForm(MintedCodeForm):
    def minted(self) -> str:
        """A new focus of this name in another set has the same code: saving names that set."""
        function = self.cleaned_data["function"]
        return new_focus_code(function.code, function.name, self.cleaned_data["name"])
