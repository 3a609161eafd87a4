//! How many requests each platform is answering, for the metrics.

use super::target::Target;
use crate::metrics::ConnectionLabel;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;
use std::fmt;
use std::sync::Arc;

/// The places for requests to each platform.
#[derive(Debug)]
pub(crate) struct Load(pub(crate) Vec<Arc<Target>>);

impl Load {
    fn encode_each(
        &self,
        encoder: &mut DescriptorEncoder,
        name: &str,
        help: &str,
        count: impl Fn(&Target) -> usize,
    ) -> fmt::Result {
        let mut gauges = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for target in &self.0 {
            let connection = target.client.connection.id.clone();
            let count = i64::try_from(count(target)).unwrap_or(i64::MAX);
            gauges
                .encode_family(&ConnectionLabel { connection })?
                .encode_gauge(&count)?;
        }
        Ok(())
    }
}

impl Collector for Load {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let encoder = &mut encoder;
        self.encode_each(
            encoder,
            "requests_under_way",
            "Requests that a platform is answering",
            Target::under_way,
        )?;
        self.encode_each(
            encoder,
            "requests_waiting",
            "Requests that wait until a platform has answered others",
            Target::waiting,
        )
    }
}
