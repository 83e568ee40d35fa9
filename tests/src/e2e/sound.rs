//! The media server that cameras plug into, with a loudspeaker nobody hears and a recorder on it.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use super::laptop::Room;
use super::process::Process;
use super::{Patience, Trouble};

/// A running PipeWire whose one sink leads nowhere.
#[derive(Debug)]
pub(super) struct Media {
    _servers: Vec<Process>,
}

impl Media {
    /// Starts PipeWire, its session manager, the door for PulseAudio programs (the web view is one), and the sink.
    pub(super) fn start(room: &Room) -> Result<Self, Trouble> {
        let mut servers = Vec::new();
        for program in ["pipewire", "wireplumber", "pipewire-pulse"] {
            let mut server = room.command(program);
            server.stdin(Stdio::null()).stdout(Stdio::null());
            servers.push(Process::start(&mut server, &room.logs())?);
            if program == "pipewire" {
                Patience::USUAL
                    .wait("pipewire", || Ok(room.path("run/pipewire-0").exists().then_some(())))?;
            }
        }
        Patience::USUAL
            .wait("the pulse door", || Ok(room.path("run/pulse/native").exists().then_some(())))?;
        let sink = "{ factory.name=support.null-audio-sink node.name=loudspeaker media.class=Audio/Sink \
                    object.linger=true audio.position=[FL FR] monitor.channel-volumes=true }";
        let made = room.command("pw-cli").args(["create-node", "adapter", sink]).output()?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
        }
        wait_for_node(room, "loudspeaker")?;
        Ok(Self { _servers: servers })
    }
}

/// Waits until PipeWire knows a node of this name.
pub(super) fn wait_for_node(room: &Room, name: &str) -> Result<(), Trouble> {
    Patience::USUAL.wait(&format!("{name} in PipeWire"), || {
        let dump = room.command("pw-dump").output()?;
        let wanted = format!("\"node.name\": \"{name}\"");
        Ok(String::from_utf8_lossy(&dump.stdout).contains(&wanted).then_some(()))
    })
}

/// Whether a camera of this laptop hands its picture to anybody.
pub(super) fn somebody_watches(room: &Room) -> Result<bool, Trouble> {
    let dump: Vec<Value> = serde_json::from_slice(&room.command("pw-dump").output()?.stdout)?;
    let cameras: Vec<_> = dump
        .iter()
        .filter(|thing| thing["info"]["props"]["media.class"] == "Video/Source")
        .map(|camera| &camera["id"])
        .collect();
    Ok(dump.iter().any(|link| cameras.contains(&&link["info"]["output-node-id"])))
}

/// A recording of what the loudspeaker plays.
#[derive(Debug)]
pub struct Recording {
    recorder: Process,
    file: PathBuf,
}

impl Recording {
    pub(super) fn start(room: &Room) -> Result<Self, Trouble> {
        let file = room.path("loudspeaker.s16");
        let mut recorder = room.command("pw-record");
        recorder.args(["--target", "loudspeaker", "--format=s16", "--rate=48000", "--channels=1"]);
        recorder.args(["--properties", "{ stream.capture.sink=true node.name=recorder }", "-"]);
        recorder.stdin(Stdio::null()).stdout(std::fs::File::create(&file)?);
        let recorder = Process::start(&mut recorder, &room.logs())?;
        wait_for_node(room, "recorder")?;
        Ok(Self { recorder, file })
    }

    /// Stops and returns the samples: 48,000 a second, one channel.
    ///
    /// # Errors
    /// The recorder had ended, or its file cannot be read.
    pub fn stop(self) -> Result<Vec<i16>, Trouble> {
        self.recorder.interrupt()?;
        let bytes = std::fs::read(&self.file)?;
        Ok(bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect())
    }

    /// How much was recorded so far, in samples.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn length(&self) -> Result<u64, Trouble> {
        Ok(std::fs::metadata(&self.file)?.len() / 2)
    }

    /// Whether anything louder than a whisper was heard so far (2 % of full scale).
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn heard(&self) -> Result<bool, Trouble> {
        let bytes = std::fs::read(&self.file)?;
        Ok(bytes.chunks_exact(2).any(|pair| i16::from_le_bytes([pair[0], pair[1]]).unsigned_abs() > 655))
    }
}
