"""What can go wrong with carried files, beside :class:`desktop.foundation.errors.DamagedFile`."""

from __future__ import annotations

from desktop.foundation.errors import DamagedFile, WorldError
from desktop.foundation.translation import tr


class UntrustedDevice(WorldError):
    """A whole and rightly signed batch comes from a device that this centre was never told to trust.

    Attributes:
        device_id: uuid4 text, as the file claims it.
        key_text: the device's public key ``sbd1-...``, for ``central trust-device``.
    """

    def __init__(self, *, name: str, device_id: str, key_text: str) -> None:
        super().__init__(
            place=tr("The file {name}", name=name),
            fault=tr("It was signed by a device that is not trusted here: {key}.", key=key_text),
            remedy=tr(
                "If that is one of your laptops, compare the key with what the laptop shows and run: "
                "sounding-board central trust-device {key}",
                key=key_text,
            ),
        )
        self.device_id = device_id
        self.key_text = key_text


class UntrustedCentre(WorldError):
    """A whole and rightly signed receipt comes from a centre that this device was never told to trust.

    Attributes:
        central_id: uuid4 text, as the file claims it.
    """

    def __init__(self, *, name: str, central_id: str) -> None:
        super().__init__(
            place=tr("The file {name}", name=name),
            fault=tr("It was signed by a central store that this device does not trust ({id}).", id=central_id),
            remedy=tr(
                "Ask your coordinator for the central store's key and run: "
                "sounding-board device trust-coordinator KEY"
            ),
        )
        self.central_id = central_id


class WrongRecipient(WorldError):
    """A whole batch is encrypted to other coordinators than the one who tries to read it."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            place=tr("The file {name}", name=name),
            fault=tr("It was encrypted for another coordinator, so it can't be read here."),
            remedy=tr(
                "Give this coordinator's key to the laptop (device trust-coordinator KEY) and send the batch "
                "again, or take the file to the coordinator it is for."
            ),
        )


class WrongPile(WorldError):
    """A whole file of keyed sheets answers to another pile than the one that it is read for."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            place=tr("The file {name}", name=name),
            fault=tr("It answers to a pile that was not sent from this laptop."),
            remedy=tr("Take it to the laptop that sent the pile. Nothing of it was taken in."),
        )


def damaged(name: str, fault: str) -> DamagedFile:
    """Return the error for a file that is cut, altered or of another kind; ``fault`` is one sentence."""
    return DamagedFile(
        place=tr("The file {name}", name=name),
        fault=fault,
        remedy=tr("Nothing of it was taken in. Get it again from where it came from."),
    )
