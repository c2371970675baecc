//! What a use case knows of its caller.

use domain::actor::Channel;
use domain::history::Envelope;
use domain::ids::{CommandId, Ids, PersonId, StreamId};
use domain::permission::Viewer;
use domain::time::Instant;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Who calls, when, by which way, and the ids chosen beforehand. Clone it before each run of a closure: a second run then
/// makes the same ids and salts.
#[derive(Debug, Clone)]
pub struct Cx {
    /// Who, with everything that permissions depend on.
    pub viewer: Viewer,
    /// For whom, when a substitute acts.
    pub on_behalf_of: Option<PersonId>,
    /// The present moment.
    pub now: Instant,
    /// The way it came.
    pub channel: Channel,
    /// The key of the command: the same key again is the same command.
    pub command: CommandId,
    /// A hash of what the command asks for, in its giver's words: with the same key and another hash it is no double click. None
    /// where nothing was typed.
    pub print: Option<[u8; 32]>,
    /// The network that it came from; none for what did not come through one.
    pub network: Option<String>,
    /// Ids of everything that the command makes.
    pub ids: Ids,
    /// Random in production: salts come from it.
    secret: [u8; 32],
    /// How many commands followed this one.
    follow_ups: u32,
}

impl Cx {
    /// `secret` is 32 random bytes in production, fixed in tests; ids and salts derive from it.
    pub fn new(
        viewer: Viewer,
        now: Instant,
        channel: Channel,
        command: Option<CommandId>,
        secret: [u8; 32],
    ) -> Self {
        let mut entropy = [0; 10];
        entropy.copy_from_slice(&Sha256::digest(secret)[..10]);
        let mut ids = Ids::new(now, entropy);
        let own = CommandId(ids.next());
        Self {
            viewer,
            on_behalf_of: None,
            now,
            channel,
            command: command.unwrap_or(own),
            print: None,
            network: None,
            ids,
            secret,
            follow_ups: 0,
        }
    }

    /// The same caller with a command of its own: for use cases that carry out several commands in one transaction. Its key follows
    /// from this command's and its place, so that a form that is sent twice does all of it once.
    #[must_use]
    pub fn follow_up(&mut self) -> Self {
        self.follow_ups += 1;
        let key =
            Sha256::new().chain_update(self.command.bytes()).chain_update(self.follow_ups.to_be_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&key.finalize()[..16]);
        let command = CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid());
        let mut secret = [0; 32];
        secret.copy_from_slice(
            &Sha256::new().chain_update(self.secret).chain_update(command.bytes()).finalize(),
        );
        Self {
            on_behalf_of: self.on_behalf_of,
            print: self.print,
            network: self.network.clone(),
            ..Self::new(self.viewer.clone(), self.now, self.channel, Some(command), secret)
        }
    }

    /// The salt of a content row.
    pub fn salt(&self, id: Uuid) -> [u8; 16] {
        let mut salt = [0; 16];
        let digest = Sha256::new().chain_update(self.secret).chain_update(id.as_bytes()).finalize();
        salt.copy_from_slice(&digest[..16]);
        salt
    }

    /// What the events of this command share. `correlation` is what belongs together across streams.
    pub fn envelope(&self, correlation: Uuid) -> Envelope {
        Envelope {
            actor: self.viewer.actor,
            on_behalf_of: self.on_behalf_of,
            channel: self.channel,
            command: self.command,
            correlation,
            occurred_at: self.now,
            recorded_at: self.now,
        }
    }

    /// The envelope of a stream that belongs to nothing larger.
    pub fn own_envelope(&self, stream: StreamId) -> Envelope {
        self.envelope(stream.0)
    }
}
