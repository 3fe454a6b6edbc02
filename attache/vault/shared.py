"""Folders that others reach: a vault in one of them can be lost or read."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePath

from attache.language import N_

_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "webdav", "davfs"),
    *("ceph", "glusterfs", "lustre", "beegfs", "ncpfs", "coda", "ocfs2"),
    *("fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs"),
    *("fuse.gvfsd-fuse", "fuse.google-drive-ocamlfuse", "fuse.onedriver", "fuse.kio-fuse"),
}
_SYNCHRONISED = {
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud drive"),
    *("iclouddrive", "mobile documents", "cloudstorage", "nextcloud", "owncloud", "pclouddrive"),
    *("box", "box sync", "mega", "megasync", "yandex.disk", "syncthing", "creative cloud files"),
}
_DROPBOX = ".dropbox"
_MARKERS = (".stfolder", ".owncloudsync.log", ".nextcloudsync.log", ".sync.ffs_db")
_REMOTE = 4
"""What GetDriveTypeW says of a network drive."""


def shared_folder(path: Path) -> str | None:
    """What kind of shared folder a file would lie in, as a catalogue message, or None."""
    whole = Path(os.path.realpath(path))
    if synchronised(whole):
        return N_("a folder that is synchronised")
    return N_("a network folder") if _on_network(whole) else None


def synchronised(path: Path) -> bool:
    """Whether a program of this kind keeps the folder in step with others, by names and marks."""
    names = {part.casefold() for part in path.parent.parts}
    if names & _SYNCHRONISED or any(name.startswith("onedrive -") for name in names):
        return True
    return any(_is_marked(folder) for folder in path.parents)


def _is_marked(folder: Path) -> bool:
    """Whether such a program left its mark. Dropbox keeps its settings in a *folder* ~/.dropbox."""
    if os.path.isfile(folder / _DROPBOX):  # noqa: PTH113 - raises nothing, whatever may be seen
        return True
    return any(os.path.exists(folder / mark) for mark in _MARKERS)  # noqa: PTH110 - the same


def file_system(path: PurePath, mounts: str) -> str:
    """The type of the file system that a path is on, by a table like that of /proc/mounts.

    davfs2 calls itself just "fuse", and names an address for its device.
    """
    found, longest = "", -1
    for mount in mounts.splitlines():
        device, where, kind, *_rest = [*mount.split(" "), "", "", ""]
        point = PurePath(re.sub(r"\\([0-7]{3})", lambda o: chr(int(o[1], 8)), where))
        if where and path.is_relative_to(point) and len(point.parts) >= longest:
            remote = kind == "fuse" and "://" in device
            found, longest = "davfs" if remote else kind, len(point.parts)
    return found


def _on_network(path: PurePath) -> bool:
    if sys.platform == "win32":
        return _is_remote(path)
    mounts = _mac_mounts() if sys.platform == "darwin" else linux_mounts()
    return file_system(path, mounts) in _NETWORK


def linux_mounts() -> str:
    """What is mounted where; empty where the system does not tell."""
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _mac_mounts() -> str:
    """`mount` says "//a@b/c on /Volumes/c (smbfs, nodev)"; put as /proc/mounts would."""
    import subprocess

    said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
    found = re.findall(r"^(.*?) on (.*) \((\w+)", said, re.MULTILINE)
    return "\n".join(f"x {where.replace(' ', chr(92) + '040')} {kind}" for _d, where, kind in found)


def _is_remote(path: PurePath) -> bool:
    import ctypes

    if str(path).startswith("\\\\"):
        return True
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    return bool(kernel.GetDriveTypeW(f"{path.drive}\\") == _REMOTE)
