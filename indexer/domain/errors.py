"""The error tree: everything that this package raises on purpose.

KnowledgeBaseError
├ ConfigurationError
├ VocabularyError
├ IngestionError     ExtractionFailed
├ QueryError         UnknownField, UnknownAxis, QueryTooLong
├ DocumentNotFound
├ PictureUnavailable
├ CurationError      EditConflict, NotAllowed, InvalidEntry
├ StateError         StateUnavailable, DamagedState, NewerState, SaveFailed
├ RoomError          RoomNotFound, RoomReadOnly, RoomRefused, RoomDamaged
└ EngineUnavailable  IndexLocked, IndexOutdated, IndexDamaged
"""

from __future__ import annotations

from indexer.domain.messages import Message


class KnowledgeBaseError(Exception):
    """The root: `message` says what a person can do about it; as text only for those who mend the program."""

    def __init__(self, code: str, /, **arguments: object) -> None:
        self.message = Message(code, **arguments)
        super().__init__(str(self.message))

    @property
    def code(self) -> str:
        """The id of the message: what callers tell faults apart by."""
        return self.message.id


class ConfigurationError(KnowledgeBaseError):
    """config.toml holds an unknown key or a value of the wrong type; all faults are listed."""


class VocabularyError(KnowledgeBaseError):
    """The vocabulary file cannot be read as SKOS."""


class IngestionError(KnowledgeBaseError):
    """One file of the corpus cannot become a document; the others are not concerned."""


class ExtractionFailed(IngestionError):
    """No text could be taken from the file."""


class QueryError(KnowledgeBaseError):
    """A query that cannot be asked at all."""


class UnknownField(QueryError):
    """A filter names a facet that the schema lacks."""


class UnknownAxis(QueryError):
    """Two facets that cannot be crossed."""


class QueryTooLong(QueryError):
    """The text is longer than the configured limit."""


class DocumentNotFound(KnowledgeBaseError):
    """No published document has this id."""


class PictureUnavailable(KnowledgeBaseError):
    """A page cannot be shown as a picture; its text can."""


class CurationError(KnowledgeBaseError):
    """Something that a curator asked for and that was not done; nothing was changed."""


class EditConflict(CurationError):
    """Someone else saved in the meantime."""


class NotAllowed(CurationError):
    """The role of the account does not reach so far."""


class InvalidEntry(CurationError):
    """What was entered cannot be kept: a name, a password, a title, a file."""


class StateError(KnowledgeBaseError):
    """A file under state/ cannot be used: curators cannot work, public pages go on."""


class StateUnavailable(StateError):
    """It cannot be read or written now: no space, no permission."""


class DamagedState(StateError):
    """It holds something else than what was written; a backup brings it back."""


class NewerState(StateError):
    """It was written by a newer version of this program."""


class SaveFailed(StateError):
    """A save could not be finished: either nothing was changed, or it is written down and finished later."""


class RoomError(KnowledgeBaseError):
    """What was asked of a room cannot be done; it is as it was."""


class RoomNotFound(RoomError):
    """No room has this link, or not any more."""


class RoomReadOnly(RoomError):
    """The link opens the room and does not let anybody write."""


class RoomRefused(RoomError):
    """What was typed, or a file, cannot be kept in a room."""


class RoomDamaged(RoomError):
    """The file of a room is not what was written."""


class EngineUnavailable(KnowledgeBaseError):
    """The index cannot be read or written now."""


class IndexLocked(EngineUnavailable):
    """Another process is writing and did not finish within the time limit."""


class IndexOutdated(EngineUnavailable):
    """The index on disk was laid out by another version and is not opened."""


class IndexDamaged(EngineUnavailable):
    """A file of the index is not what was written; the next run of the indexer builds it anew."""


def message_of(error: Exception) -> Message:
    """What to say of an error: our own, or one of the operating system or a library, which words it itself."""
    return error.message if isinstance(error, KnowledgeBaseError) else Message("system-fault", error=str(error))
