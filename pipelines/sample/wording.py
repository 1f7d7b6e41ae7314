"""What the fictional partners write: Indonesian in the register, either language in the reports."""

from pipelines.sample.stories import Subject

TITLES: dict[Subject, str] = {
    Subject.NRW: "Penurunan air tak berekening",
    Subject.GIS: "Digitasi pelanggan dan jaringan dalam GIS",
    Subject.PRODUCTION: "Peningkatan kinerja produksi",
}

ACTIVITIES: dict[Subject, tuple[str, ...]] = {
    Subject.NRW: (
        "Pemasangan meter induk dan pembentukan DMA",
        "Survei pelanggan dan perapihan data rekening",
        "Pencarian kebocoran aktif malam hari",
        "Penggantian meter pelanggan yang mati dan buram",
        "Penertiban sambungan tidak resmi",
        "Perbaikan pipa dan pengaturan tekanan",
    ),
    Subject.GIS: (
        "Penyusunan kamus data dan simbol peta",
        "Pengambilan koordinat sambungan pelanggan",
        "Digitasi pipa dari gambar lama",
        "Pemeriksaan atribut pipa dan katup di lapangan",
        "Penyambungan data GIS dengan data rekening",
        "Pelatihan petugas pembaruan peta",
    ),
    Subject.PRODUCTION: (
        "Audit energi pompa air baku dan distribusi",
        "Kalibrasi meter air baku dan meter produksi",
        "Uji jar dan penyesuaian dosis koagulan",
        "Pencucian filter dan penggantian media",
        "Pengaturan jam operasi pompa",
        "Perbaikan pencatatan mutu air",
    ),
}

ADDED_ACTIVITIES = ("Verifikasi ulang peta bersama pembaca meter", "Pembuatan dasbor pembaruan peta")

LEARNING_TOPICS: dict[Subject, tuple[str, str, str]] = {
    Subject.NRW: ("Menyusun neraca air", "Pencarian kebocoran dan pengaturan tekanan", "Manajemen meter"),
    Subject.GIS: ("Dasar GIS untuk air minum", "Menjaga mutu data", "Memakai GIS untuk operasi"),
    Subject.PRODUCTION: ("Neraca air instalasi", "Efisiensi energi pompa", "Pengendalian proses pengolahan"),
}

SOPS: dict[Subject, str] = {
    Subject.NRW: "SOP pencarian dan perbaikan kebocoran",
    Subject.GIS: "SOP pembaruan data GIS",
    Subject.PRODUCTION: "SOP pengendalian dosis koagulan",
}

PROBLEMS: dict[Subject, tuple[str, str, str]] = {
    Subject.NRW: (
        "Kehilangan air tinggi dan meter induk belum lengkap.",
        "Neraca air dihitung dengan taksiran; tekanan malam tinggi.",
        "Zona percontohan tertutup dan mudah diukur.",
    ),
    Subject.GIS: (
        "Peta jaringan masih di atas kertas dan tidak diperbarui.",
        "Data pelanggan dan peta belum terhubung.",
        "Pembaca meter ikut memetakan sambungan.",
    ),
    Subject.PRODUCTION: (
        "Kapasitas terpasang belum terpakai dan biaya energi tinggi.",
        "Meter air baku belum dikalibrasi; dosis koagulan tetap sepanjang hari.",
        "Operator muda dilatih langsung di instalasi mentor.",
    ),
}

QUESTIONS: dict[Subject, tuple[tuple[str, str, str], ...]] = {
    Subject.NRW: (
        (
            "meter induk",
            "Bagaimana memilih ukuran meter induk untuk DMA kecil?",
            "How do we size a small DMA's inlet meter?",
        ),
        (
            "tekanan",
            "Berapa tekanan malam yang aman bagi pipa lama?",
            "Which night pressure is safe for old pipes?",
        ),
        (
            "meter pelanggan",
            "Umur berapa meter pelanggan sebaiknya diganti?",
            "At what age should meters be replaced?",
        ),
        (
            "penertiban",
            "Bagaimana memulai penertiban tanpa merugikan pelanggan?",
            "How do we start regularising customers?",
        ),
    ),
    Subject.GIS: (
        (
            "kamus data",
            "Atribut apa yang paling perlu diisi lebih dulu?",
            "Which attributes should we fill in first?",
        ),
        ("koordinat", "Ketelitian koordinat berapa yang cukup?", "Which accuracy of coordinates is enough?"),
        ("pembaruan", "Siapa yang sebaiknya memperbarui peta?", "Who should update the map?"),
        (
            "integrasi",
            "Bagaimana menyamakan nomor pelanggan dengan GIS?",
            "How do we match customer numbers with GIS?",
        ),
    ),
    Subject.PRODUCTION: (
        ("energi", "Bagaimana menilai pompa yang perlu diganti?", "How do we judge which pump to replace?"),
        ("koagulan", "Seberapa sering uji jar perlu dilakukan?", "How often is a jar test needed?"),
        (
            "meter",
            "Bagaimana mengalibrasi meter tanpa menghentikan produksi?",
            "How do we calibrate without a stop?",
        ),
        ("operasi", "Jam operasi mana yang paling hemat?", "Which hours of operation cost least?"),
    ),
}

ADVICE: tuple[tuple[str, str, str | None], ...] = (
    (
        "solution",
        "Mulai dari satu zona kecil, ukur dua minggu, lalu tetapkan caranya untuk zona lain.",
        "Uji di satu zona",
    ),
    (
        "recommendation",
        "Tunjuk satu penanggung jawab dan catat hasilnya setiap minggu.",
        "Menunjuk penanggung jawab",
    ),
    ("lesson", "Di tempat kami pencatatan baru tertib setelah dibahas dalam rapat mingguan.", None),
    (
        "solution",
        "Pakai formulir yang sama di lapangan dan di kantor agar angka tidak disalin dua kali.",
        "Memakai satu formulir",
    ),
    (
        "recommendation",
        "Susun jadwal pemeriksaan dan laporkan selisihnya setiap bulan.",
        "Menyusun jadwal pemeriksaan",
    ),
)

ACTIVITY_WORDS = {
    "id": "Terlaksana sesuai rencana kerja: {title}",
    "en": "Carried out as in the work plan: {title}",
}
OUTSIDE_PLAN = {
    "id": "Sosialisasi program kepada kelurahan (di luar rencana kerja)",
    "en": "Explaining the programme to the neighbourhood (outside the work plan)",
}
FINDINGS = {
    "id": (
        "Data lama tidak sama dengan keadaan lapangan",
        "Sebagian katup tidak dapat ditutup rapat",
        "Petugas sudah dapat bekerja tanpa didampingi",
        "Pencatatan harian mulai tertib",
    ),
    "en": (
        "Old records differ from the field",
        "Some valves do not close",
        "The crew works without guidance now",
        "Daily records are kept in order",
    ),
}
OBSTACLES = {
    "id": (
        ("obstacle", "Pengadaan material terlambat dua minggu"),
        ("supporting_factor", "Direksi ikut dalam rapat mingguan"),
        ("obstacle", "Hujan menghambat pekerjaan galian"),
        ("supporting_factor", "Tim mentor menjawab lewat telepon pada hari yang sama"),
    ),
    "en": (
        ("obstacle", "Material came two weeks late"),
        ("supporting_factor", "The directors take part in the weekly meeting"),
        ("obstacle", "Rain held up the digging"),
        ("supporting_factor", "The mentor's team answers the telephone on the same day"),
    ),
}
LESSONS = {
    "id": (
        ("data", "Angka kecil yang diukur lebih berguna daripada angka besar yang ditaksir."),
        ("tim", "Tim kecil yang tetap lebih cepat belajar daripada tim besar yang berganti."),
        ("rapat", "Rapat yang dimulai tepat waktu membuat pekerjaan lapangan ikut tepat waktu."),
    ),
    "en": (
        ("data", "A small figure that is measured helps more than a large one that is estimated."),
        ("team", "A small team that stays learns faster than a large one that changes."),
        ("meetings", "Meetings that begin on time make the field work punctual too."),
    ),
}
DECLINED = {
    "id": "Anggaran tahun ini tidak memungkinkan; diusulkan dalam RKAP tahun depan",
    "en": "This year's budget does not allow it; proposed for next year's company plan",
}
NOTHING = {"id": "nihil", "en": "none"}
COMPILED_BY = {"id": "Ketua Tim Pilot", "en": "Head of the pilot team"}

READINESS = {
    "mentee": (
        "Komitmen manajemen",
        "Dukungan pemangku kepentingan",
        "Rencana kerja dan anggaran",
        "Bidang prioritas",
        "Surat permohonan",
    ),
    "mentor": ("Komitmen manajemen", "Rencana kerja dan anggaran", "Bahan alih pengetahuan"),
}

PROGRAMME_STATEMENT = {
    "topic": "Tujuan program",
    "statement": "Setiap pasangan menyelesaikan satu proyek percontohan dalam enam sampai delapan bulan",
    "stated_in": "Kerangka acuan program (contoh), bab 1",
}
STATEMENTS = (
    {
        "topic": "Jumlah sambungan",
        "statement": "Jumlah sambungan 12.000 pada akhir tahun 2025",
        "in_conflict_with": "K1",
        "stated_in": "Laporan diagnostik (contoh), halaman 3",
    },
    {
        "topic": "Jumlah sambungan",
        "statement": "Jumlah sambungan 12.400 pada akhir tahun 2025",
        "in_conflict_with": "K1",
        "stated_in": "Profil perusahaan (contoh), halaman 7",
    },
    {
        "topic": "Tim mentor",
        "statement": "Mentor menugaskan dua tenaga ahli selama proyek percontohan",
        "in_conflict_with": None,
        "stated_in": "MoA (contoh), pasal 4",
    },
)
