"""What a reader sees when something went wrong in the program: words, no traceback."""

import logging

import streamlit as st


def show_failure(error: Exception) -> bool:
    """Shows a plain message in both languages; the details go to the server's log. Returns True: shown."""
    logging.getLogger("dashboard").error("A page failed", exc_info=error)
    st.error(
        "Muat ulang halaman ini. Bila masih gagal, kirim nama halaman dan jamnya kepada fasilitator; "
        "rinciannya ada di catatan server.  \n"
        "Reload this page. If it fails again, tell the facilitator which page and when; the details are in the "
        "server's log.",
        title="Halaman ini gagal ditampilkan · This page could not be shown",
        icon=":material/error:",
    )
    return True
