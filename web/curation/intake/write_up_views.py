"""A text of one's own: written in Markdown, looked at, and added as a document."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from indexer import CurationError, DocumentId, EditConflict, NotAllowed, Role, StateError, Status
from web.curation.document_views import saved, wanted_status
from web.curation.form_pages import beside_saved, form_of, form_parts, not_saved, sent_form
from web.curation.forms.metadata_form import MetadataForm
from web.curation.forms.typed import form_id, kept_form
from web.curation.sign_in import required, signed_in
from web.site.context import site
from web.site.language import translate

blueprint = Blueprint("write_up_pages", __name__, url_prefix="/<language>/curator")


@blueprint.get("/write-up")
@required(Role.CONTRIBUTOR)
def new_write_up() -> str:
    """An empty form for a write-up, or what was kept of one."""
    kept = kept_form(signed_in())
    if kept is not None:
        return _page(form_of(kept.fields))
    body = translate("## Kort fortalt\n\n\n## Hvem og hvor\n\n\n## Sådan gjorde de\n")
    return _page(MetadataForm(site().curation.vocabulary, {"body": body}))


@blueprint.post("/write-up")
@required(Role.CONTRIBUTOR)
def add_write_up() -> str | tuple[str, int] | BaseResponse:
    """Show what it will look like, or add it; a form that is sent twice adds one."""
    form = sent_form()
    if request.form.get("action") == "preview":
        return _page(form, preview=form.body)
    if not form.validate():
        return _page(form), 400
    try:
        metadata = form.metadata(None, wanted_status(Status.DRAFT))
        document_id = site().curation.editor.add(signed_in(), metadata, body=form.body, form=form_id())
    except EditConflict as error:
        return beside_saved(DocumentId(str(error.message.arguments["id"])), form)
    except (CurationError, StateError, OSError) as error:
        return _page(form, not_saved=not_saved(error)), 403 if isinstance(error, NotAllowed) else 503
    return saved(document_id, metadata.status)


def _page(form: MetadataForm, **given: str) -> str:
    return render_template("curation/documents/write_up.html", form=form, lost="", **form_parts(**given))
