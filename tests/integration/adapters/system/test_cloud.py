"""Which folders others can see: also a library of SharePoint that OneDrive keeps equal (FOUTEN W10)."""

import sys

import pytest

from bronsync.adapters.system import cloud


def test_FOUTEN_W10_a_library_of_sharepoint_is_a_cloud_folder_whatever_its_name(tmp_path, monkeypatch):
    bibliotheek = tmp_path / "De Zonnebloem" / "Administratie - Documenten"
    monkeypatch.setattr(cloud, "mount_points", lambda: [bibliotheek])
    assert cloud.buiten_de_deur(bibliotheek / "2012" / "lijst.xlsx")
    assert not cloud.buiten_de_deur(tmp_path / "De Zonnebloem" / "lijst.xlsx")


def test_FOUTEN_W10_the_folder_that_onedrive_names_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Wolk"))
    assert cloud.buiten_de_deur(tmp_path / "Wolk" / "lijst.xlsx")
    assert not cloud.buiten_de_deur(tmp_path / "Wolkje" / "lijst.xlsx")


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a registry")
def test_FOUTEN_W10_what_onedrive_put_down_is_read(tmp_path):
    import winreg

    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{cloud.SYNC_PROVIDERS}\proef") as sleutel:
        winreg.SetValueEx(sleutel, "MountPoint", 0, winreg.REG_SZ, str(tmp_path))
    assert tmp_path in cloud.mount_points()
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, rf"{cloud.SYNC_PROVIDERS}\proef")
    assert tmp_path not in cloud.mount_points()
