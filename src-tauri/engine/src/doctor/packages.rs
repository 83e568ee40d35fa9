//! What the parts are called that a Linux may lack, and the line that installs them, by family of distributions.

/// A part that the window or the key needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    WebView,
    CameraPlugin,
    ConvertPlugin,
    PipewirePlugin,
    Keychain,
    Fonts,
}

/// Whose packages a Linux has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Distribution {
    /// Debian, Ubuntu, Mint …
    #[default]
    Debian,
    /// Fedora, RHEL …
    Fedora,
    /// Arch, Manjaro …
    Arch,
    /// openSUSE, SLE.
    Suse,
    /// Another: parts are named as Debian names them, and no line is given.
    Other,
}

impl Distribution {
    /// What `/etc/os-release` says.
    #[must_use]
    pub fn of_os_release(text: &str) -> Self {
        let value = |key: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
                .map(|value| value.trim_matches('"').to_ascii_lowercase())
                .unwrap_or_default()
        };
        let names = format!("{} {}", value("ID"), value("ID_LIKE"));
        let is = |one: &str| names.split_whitespace().any(|name| name.starts_with(one));
        if is("debian") || is("ubuntu") {
            Self::Debian
        } else if is("fedora") || is("rhel") {
            Self::Fedora
        } else if is("arch") {
            Self::Arch
        } else if is("suse") || is("opensuse") {
            Self::Suse
        } else {
            Self::Other
        }
    }

    /// The package that a part comes in.
    pub(super) fn package(self, part: Part) -> &'static str {
        let names: [&str; 4] = match part {
            Part::WebView => {
                ["libwebkit2gtk-4.1-0", "webkit2gtk4.1", "webkit2gtk-4.1", "libwebkit2gtk-4_1-0"]
            }
            Part::CameraPlugin => [
                "gstreamer1.0-plugins-good",
                "gstreamer1-plugins-good",
                "gst-plugins-good",
                "gstreamer-plugins-good",
            ],
            Part::ConvertPlugin => [
                "gstreamer1.0-plugins-base",
                "gstreamer1-plugins-base",
                "gst-plugins-base",
                "gstreamer-plugins-base",
            ],
            Part::PipewirePlugin => [
                "gstreamer1.0-pipewire",
                "pipewire-gstreamer",
                "gst-plugin-pipewire",
                "gstreamer-plugin-pipewire",
            ],
            Part::Keychain => ["gnome-keyring"; 4],
            Part::Fonts => [
                "fonts-noto-cjk",
                "google-noto-sans-cjk-fonts",
                "noto-fonts-cjk",
                "google-noto-sans-cjk-fonts",
            ],
        };
        let [debian, fedora, arch, suse] = names;
        match self {
            Self::Debian | Self::Other => debian,
            Self::Fedora => fedora,
            Self::Arch => arch,
            Self::Suse => suse,
        }
    }

    /// The line that installs it.
    pub(super) fn install(self, part: Part) -> Option<String> {
        let how = match self {
            Self::Debian => "sudo apt-get install",
            Self::Fedora => "sudo dnf install",
            Self::Arch => "sudo pacman -S",
            Self::Suse => "sudo zypper install",
            Self::Other => return None,
        };
        Some(format!("{how} {}", self.package(part)))
    }
}
