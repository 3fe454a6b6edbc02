"""Which folders others reach: by invented tables of mounts, names, and marks."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from attache.vault import shared

posix = pytest.mark.skipif(sys.platform == "win32", reason="mounts, links and modes as on POSIX")

MOUNTS = r"""sysfs /sys sysfs rw,nosuid 0 0
/dev/disk1 / ext4 rw,relatime 0 0
kantor:/rumah /home nfs4 rw,vers=4.2 0 0
/dev/disk2 /home/siti ext4 rw 0 0
//kantor/berkas /mnt/berkas\040bersama cifs rw 0 0
host /mnt/host 9p rw,trans=virtio 0 0
https://kantor.example/dav /mnt/dav fuse rw,user_id=0 0 0
/dev/disk3 /mnt/stik fuse rw 0 0
/dev/disk4 /mnt/luar ext4 rw 0 0
siti@kantor: /mnt/luar fuse.sshfs rw 0 0

broken
"""
MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//siti@kantor/berkas on /Volumes/Berkas (lama) on air (smbfs, nodev, nosuid, mounted by siti)
kantor:/arsip on /Volumes/arsip (nfs, nodev)
"""
NETWORK, SYNCHRONISED = "a network folder", "a folder that is synchronised"


@pytest.fixture
def mounted(monkeypatch):
    """Linux with this table of mounts, or macOS with this output of `mount`."""

    def put(platform, text):
        monkeypatch.setattr(shared, "sys", SimpleNamespace(platform=platform))
        monkeypatch.setattr(shared, "linux_mounts", lambda: text)
        said = SimpleNamespace(stdout=text)
        monkeypatch.setattr("subprocess.run", lambda *_args, **_more: said)

    return put


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/post.vault", "ext4"),
        ("/homes/post.vault", "ext4"),
        ("/home/budi/post.vault", "nfs4"),
        ("/home/siti/post.vault", "ext4"),
        ("/mnt/berkas bersama/post.vault", "cifs"),
        ("/mnt/host/post.vault", "9p"),
        ("/mnt/dav/post.vault", "davfs"),
        ("/mnt/stik/post.vault", "fuse"),
        ("/mnt/luar/post.vault", "fuse.sshfs"),  # mounted last, over the other
    ],
)
def test_the_innermost_mount_says_what_file_system_a_file_is_on(path, kind):
    assert shared.file_system(PurePosixPath(path), MOUNTS) == kind


@pytest.mark.parametrize("mounts", ["", "\n", "one\n", "one two\n"])
def test_without_a_table_that_can_be_read_it_is_unknown(mounts):
    assert shared.file_system(PurePosixPath("/post.vault"), mounts) == ""


@posix
@pytest.mark.parametrize(
    "kind",
    [
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "davfs"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.gvfsd-fuse"),
    ],
)
def test_a_network_folder_is_told(tmp_path, mounted, kind):
    mounted("linux", f"/dev/disk1 / ext4 rw 0 0\nx {tmp_path} {kind} rw 0 0\n")
    assert shared.shared_folder(tmp_path / "data" / "post.vault") == NETWORK
    assert shared.shared_folder(tmp_path.parent / "post.vault") is None


@posix
@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "xfs", "overlay", "tmpfs", "fuseblk", "vfat", "9p", "virtiofs"]
)
def test_a_disk_of_this_machine_will_do(tmp_path, mounted, kind):
    """9p and virtiofs are how virtual machines see a folder of their host."""
    mounted("linux", f"x / {kind} rw 0 0\n")
    assert shared.shared_folder(tmp_path / "post.vault") is None


@posix
def test_a_link_into_a_shared_folder_is_followed(tmp_path, mounted):
    (tmp_path / "net").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "net")
    mounted("linux", f"x {tmp_path / 'net'} nfs rw 0 0\n")
    assert shared.shared_folder(tmp_path / "here" / "post.vault") == NETWORK


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/Users/siti/post.vault", False),
        ("/Volumes/Berkas (lama) on air/post.vault", True),
        ("/Volumes/arsip/2026/post.vault", True),
        ("/Volumes/Berkas/post.vault", False),
    ],
)
def test_on_macos_mount_says_it(mounted, path, network):
    mounted("darwin", MAC)
    assert shared._on_network(PurePosixPath(path)) is network


@pytest.mark.parametrize(
    ("path", "asked", "answer", "network"),
    [
        (r"\\kantor\berkas\post.vault", None, 0, True),
        (r"Z:\berkas\post.vault", "Z:\\", 4, True),
        (r"C:\Users\siti\post.vault", "C:\\", 3, False),
        (r"E:\post.vault", "E:\\", 2, False),
    ],
)
def test_on_windows_the_drive_says_it(mounted, monkeypatch, path, asked, answer, network):
    roots = []

    def drive_type(root):
        roots.append(root)
        return answer

    kernel = SimpleNamespace(GetDriveTypeW=drive_type)
    known = SimpleNamespace(windll=SimpleNamespace(kernel32=kernel))
    monkeypatch.setitem(sys.modules, "ctypes", known)
    mounted("win32", "")
    assert shared._on_network(PureWindowsPath(path)) is network
    assert roots == ([asked] if asked else [])


@pytest.mark.parametrize(
    "name",
    [
        *("OneDrive", "onedrive", "OneDrive - Kantor Contoh", "Dropbox", "Google Drive"),
        *("GoogleDrive", "iCloud Drive", "iCloudDrive", "Mobile Documents", "Nextcloud"),
        *("ownCloud", "pCloudDrive", "Box", "Box Sync", "MEGA", "MEGAsync", "Yandex.Disk"),
        *("Creative Cloud Files", "CloudStorage", "Syncthing"),
    ],
)
def test_a_folder_is_synchronised_by_its_name(tmp_path, name):
    assert shared.shared_folder(tmp_path / name / "data" / "post.vault") == SYNCHRONISED


@pytest.mark.parametrize("name", ["Inbox", "Boxes", "OneDriver", "Omega", "kantor", "Dropbox.old"])
def test_a_name_that_is_only_like_it_will_do(tmp_path, name):
    assert not shared.synchronised(tmp_path / name / "post.vault")


def test_the_name_of_the_file_itself_says_nothing(tmp_path):
    assert not shared.synchronised(tmp_path / "Dropbox")


@pytest.mark.parametrize(
    ("mark", "folder"),
    [
        (".dropbox", False),
        (".stfolder", True),
        (".stfolder", False),
        (".owncloudsync.log", False),
        (".nextcloudsync.log", False),
    ],
)
def test_a_folder_is_synchronised_by_the_mark_in_it_or_above(tmp_path, mark, folder):
    marked = tmp_path / mark
    marked.mkdir() if folder else marked.touch()
    assert shared.shared_folder(tmp_path / "post.vault") == SYNCHRONISED
    assert shared.shared_folder(tmp_path / "one" / "two" / "post.vault") == SYNCHRONISED


def test_the_home_of_somebody_who_has_dropbox_is_not_synchronised(tmp_path):
    """Its settings lie in a folder of the same name as its mark."""
    (tmp_path / ".dropbox").mkdir()
    assert not shared.synchronised(tmp_path / ".local" / "share" / "attache" / "post.vault")


def test_a_folder_that_may_not_be_looked_into_is_no_reason_to_stop(tmp_path, monkeypatch):
    """Making the vault there is what fails, and is told."""

    def refuse(*_arguments, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", refuse)
    assert not shared.synchronised(Path("/kantor/post.vault"))
